// What every page needs: calls of the add-on's functions, texts in the reader's language, and one place for good and bad news.
const byId = (id) => document.getElementById(id);
/** Calls a function of the add-on; the promise fails with a sentence for people. */
const ask = (name, ...values) =>
  new Promise((done, failed) => {
    google.script.run
      .withSuccessHandler(done)
      .withFailureHandler(failed)
      [name](...values);
  });
const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
/** Puts the texts where `data-text="setUp.sheet"` asks for them. */
const showTexts = (view) => {
  document.documentElement.lang = view.language;
  for (const element of document.querySelectorAll('[data-text]')) {
    const [group, key] = element.dataset.text.split('.');
    element.textContent = view.texts[group][key];
  }
};
const tell = (text) => {
  byId('failed').textContent = '';
  byId('done').textContent = text;
};
const fail = (error) => {
  byId('done').textContent = '';
  byId('failed').textContent = error?.message || String(error);
};
/** Does one thing at a time: its button rests until the answer is there. */
const withRest = async (element, deed) => {
  element.disabled = true;
  try {
    await deed();
  } catch (error) {
    fail(error);
  } finally {
    element.disabled = false;
  }
};
const percentOptions = (select, chosen) => {
  const shares = [...new Set([0.9, 0.95, 0.98, chosen])].filter((share) => share > 0).sort();
  select.replaceChildren(
    ...shares.map((share) =>
      make('option', { value: share, selected: share === chosen }, `${Math.round(share * 1000) / 10} %`),
    ),
  );
};

globalThis.usherPage = { byId, ask, fill, make, showTexts, tell, fail, withRest, percentOptions };
