// The strip above the grid: what Usher did, on which rows, how sure it is, what to do next. It is the first thing that a
// newcomer reads.
import type { StoryPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';

export interface StoryDeeds {
  readonly showView: (key: string) => void;
  readonly run: (functionName: string) => void;
}

const VIEW_CLASSES: Readonly<Record<string, string>> = {
  assigned: 'is-assigned',
  review: 'is-review',
  decided: 'is-decided',
  failed: 'is-failed',
};

/** The strip for a story, with the view that is shown marked. */
export function storyStrip(story: StoryPicture, view: string, deeds: StoryDeeds): HTMLElement {
  const views = story.views
    .filter(({ key }) => key !== 'unsure')
    .map(({ key, label, count }) => {
      const button = el(
        'button',
        { type: 'button', class: `chip ${VIEW_CLASSES[key] ?? ''}`, 'aria-pressed': String(key === view) },
        `${label} `,
        el('b', {}, count.toLocaleString('en')),
      );
      button.addEventListener('click', () => deeds.showView(key));
      return button;
    });
  const waiting = story.sureness.reduce((sum, { count }) => sum + count, 0);
  return el(
    'section',
    { class: 'story', 'aria-label': 'What Usher did' },
    el(
      'div',
      { class: 'story-what' },
      el('h2', {}, story.headline),
      el('div', { class: 'chips', role: 'group', 'aria-label': 'Show rows' }, ...views),
    ),
    waiting > 0 ? sureness(story.sureness, waiting) : null,
    nextSteps(story, view, deeds),
  );
}

function sureness(bands: StoryPicture['sureness'], waiting: number): HTMLElement {
  const bar = el('div', { class: 'sure-bar', 'aria-hidden': 'true' });
  bands.forEach(({ count }, i) => {
    const part = el('span', { class: `band-${i}` });
    part.style.flexGrow = String(count);
    if (count > 0) bar.append(part);
  });
  const rows = bands.map(({ label, share, count }, i) =>
    el(
      'li',
      {},
      el('span', { class: `dot band-${i}`, 'aria-hidden': 'true' }),
      `${label} `,
      el('span', { class: 'dim' }, share),
      el('b', { class: 'count' }, String(count)),
    ),
  );
  return el(
    'div',
    { class: 'story-sure' },
    el('h3', {}, `How sure of the ${waiting} it would like checked`),
    bar,
    el('ul', {}, ...rows),
  );
}

function nextSteps(story: StoryPicture, view: string, deeds: StoryDeeds): HTMLElement {
  const steps = story.next.filter((step) => step.view === undefined || step.view !== view);
  return el(
    'div',
    { class: 'story-next' },
    el('h3', {}, 'What to do next'),
    ...steps.slice(0, 2).map(({ label, explanation, view: key, functionName }, i) => {
      const button = el('button', { type: 'button', class: i === 0 ? 'button filled' : 'button' }, label);
      button.addEventListener('click', () => {
        if (functionName !== undefined) deeds.run(functionName);
        else if (key !== undefined) deeds.showView(key);
      });
      return el('div', { class: 'step' }, button, el('p', {}, explanation));
    }),
  );
}
