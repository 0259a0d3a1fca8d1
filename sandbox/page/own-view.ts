// A visitor's own tickets: a CSV file becomes a sheet, its labelled rows are taught, the rest is triaged.
import { ask, sendOwnTickets } from './ask.ts';
import { el, fill, icon } from './dom.ts';
import { ICONS } from './icons.ts';

/** The server takes no more; a file is refused here before it is read. */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const BYTES_A_MB = 1024 * 1024;

const STEPS = [
  { functionName: 'runSetUp', label: 'Find the columns and the queues' },
  { functionName: 'runLearn', label: 'Learn from the rows that have a queue' },
  { functionName: 'runTriageNew', label: 'Triage the rows that have none' },
];

/** What somebody wants to know before they look for a file. */
const FACTS = [
  {
    title: 'What it looks for',
    text: 'A column such as Subject or Title, one such as Description or Body, and one such as Queue, Team or Category, in eight languages. Commas, semicolons and tabs all do.',
  },
  {
    title: 'What it needs',
    text: 'Rows that already have a queue: from them it learns, and a quarter of them is held back to prove the promise. The more, the surer.',
  },
  {
    title: 'What comes back',
    text: 'Your rows with queue, confidence, status and reason, as CSV that is safe to open in any spreadsheet. What people typed stays as it is.',
  },
];

export interface OwnDeeds {
  /** The sheet with the visitor's rows is there. */
  readonly opened: () => void;
  readonly showSheet: () => void;
}

export class OwnView {
  readonly element: HTMLElement;
  readonly #deeds: OwnDeeds;
  readonly #result = el('div', { class: 'own-result', 'aria-live': 'polite' });
  #isBusy = false;

  constructor(deeds: OwnDeeds) {
    this.#deeds = deeds;
    const input = el('input', {
      type: 'file',
      accept: '.csv,text/csv',
      id: 'own-file',
      class: 'hidden-input',
    });
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      if (file) void this.#take(file);
      input.value = '';
    });
    const drop = el(
      'label',
      { class: 'drop', for: 'own-file' },
      icon(ICONS.file, 40),
      el('b', {}, 'Drop a CSV file of your tickets here'),
      el('span', { class: 'dim' }, 'or choose one. One ticket a row, the first line names the columns.'),
    );
    for (const type of ['dragover', 'dragenter']) {
      drop.addEventListener(type, (event) => {
        event.preventDefault();
        drop.classList.add('is-over');
      });
    }
    drop.addEventListener('dragleave', () => drop.classList.remove('is-over'));
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      drop.classList.remove('is-over');
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void this.#take(file);
    });
    const back = el('button', { type: 'button', class: 'button' }, 'Back to the sample desk');
    back.addEventListener('click', () => void this.#backToSample());
    this.element = el(
      'main',
      { class: 'own-view' },
      el('h2', {}, 'Try Usher with your own tickets'),
      el(
        'p',
        {},
        'Usher finds subject, text and queue by their headers, learns from the rows that have a queue and triages the others. The file stays on this machine: nothing is sent anywhere.',
      ),
      el('div', { class: 'drop-area' }, input, drop),
      this.#result,
      el('div', { class: 'own-facts' }, ...FACTS.map(fact)),
      el('p', { class: 'own-back' }, back),
    );
  }

  /** Nothing to read: the view shows what the visitor did last. */
  show(): Promise<void> {
    return Promise.resolve();
  }

  async #take(file: File): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.element.classList.add('is-used');
    try {
      if (file.size > FILE_BYTES_MAX) {
        throw new Error(
          `“${file.name}” has ${Math.round(file.size / BYTES_A_MB)} MB; the page takes ${FILE_BYTES_MAX / BYTES_A_MB} MB. For larger files use the command line: npm run -s usher -- triage.`,
        );
      }
      fill(this.#result, el('p', {}, `Reading “${file.name}”…`));
      const { rows, columns } = await sendOwnTickets(file);
      this.#deeds.opened();
      await this.#work(file.name, rows, columns);
    } catch (error) {
      fill(
        this.#result,
        el(
          'p',
          { class: 'card-fault', role: 'alert' },
          error instanceof Error ? error.message : String(error),
        ),
      );
    } finally {
      this.#isBusy = false;
    }
  }

  async #work(name: string, rows: number, columns: readonly string[]): Promise<void> {
    const list = el('ol', { class: 'own-steps' });
    fill(
      this.#result,
      el('h3', {}, `${name}: ${rows.toLocaleString('en')} tickets`),
      el('p', { class: 'dim' }, `Columns: ${columns.join(', ')}`),
      list,
    );
    for (const { functionName, label } of STEPS) {
      const item = el('li', {}, el('b', {}, label), el('p', { class: 'dim' }, 'at work…'));
      list.append(item);
      const report = await ask({ kind: 'menu', functionName });
      const said = report.said.map(({ message }) => message).join(' ');
      fill(item, el('b', {}, label), el('p', {}, report.error ?? said));
      const { story } = await ask({ kind: 'sheet' });
      // Without a set-up there is nothing to learn from; what it said is the next thing to do.
      if (report.error !== null || story === null) return;
    }
    const { name: sheet } = await ask({ kind: 'sheet' });
    const show = el('button', { type: 'button', class: 'button filled' }, 'Show the sheet');
    show.addEventListener('click', () => this.#deeds.showSheet());
    const download = el(
      'a',
      { class: 'button', href: `/api/download?sheet=${encodeURIComponent(sheet)}`, download: 'triaged.csv' },
      'Download the result as CSV',
    );
    this.#result.append(el('div', { class: 'row' }, show, download));
  }

  async #backToSample(): Promise<void> {
    await ask({ kind: 'sample' });
    fill(this.#result, el('p', {}, 'The sample desk is back.'));
    this.#deeds.opened();
    this.#deeds.showSheet();
  }
}

function fact({ title, text }: (typeof FACTS)[number]): HTMLElement {
  return el('section', {}, el('h3', {}, title), el('p', { class: 'dim' }, text));
}
