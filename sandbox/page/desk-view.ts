// Behind the scenes: what the model knows and may do alone, what the last deed cost, and what can go wrong, on demand.
import type { DeskPicture, DeskReport } from '../workbench/wire.ts';
import { ask, deskReport, proxyLog } from './ask.ts';
import { el, fill } from './dom.ts';
import { modelPanel } from './model-panel.ts';
import { showError } from './notices.ts';

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const PACES = [
  { ms: 0, label: 'As fast as this machine can' },
  { ms: 150, label: 'Slow enough to watch' },
  { ms: 600, label: 'About as slow as Google' },
];
const METHODS_SHOWN = 8;
const LOG_LINES_SHOWN = 14;

export class DeskView {
  readonly element = el('main', { class: 'desk-view' });

  /** Reads everything anew. */
  async show(): Promise<void> {
    const [picture, report, log] = await Promise.all([ask({ kind: 'desk' }), deskReport(), proxyLog()]);
    this.#draw(picture, report, log);
  }

  #draw(picture: DeskPicture, report: DeskReport, log: readonly string[]): void {
    fill(
      this.element,
      modelPanel(report),
      el(
        'div',
        { class: 'panels' },
        this.#clock(picture),
        this.#faults(picture),
        lastDeed(picture),
        quotas(picture),
      ),
      el('div', { class: 'panels wide' }, runs(picture), proxyLines(log)),
    );
  }

  #clock({ now, triggers, paceMs }: DeskPicture): HTMLElement {
    const jump = (label: string, hours: number): HTMLElement => {
      const button = el('button', { type: 'button', class: 'button' }, label);
      button.addEventListener('click', () => this.#then(ask({ kind: 'advance', hours })));
      return button;
    };
    const pace = el(
      'select',
      { class: 'field', id: 'pace' },
      ...PACES.map(({ ms, label }) => el('option', { value: ms, selected: ms === paceMs }, label)),
    );
    pace.addEventListener('change', () => this.#then(ask({ kind: 'pace', ms: Number(pace.value) })));
    const due = triggers.map(({ functionName, event, dueAt }) =>
      el(
        'li',
        {},
        el('code', {}, functionName),
        dueAt === null ? ` ${event.toLowerCase().replaceAll('_', ' ')}` : ` at ${CLOCK.format(dueAt)}`,
      ),
    );
    return panel(
      'Clock',
      el('p', { class: 'figure' }, CLOCK.format(now)),
      el('div', { class: 'row' }, jump('An hour passes', 1), jump('A day passes', 24)),
      el('label', { for: 'pace', class: 'dim' }, 'Speed of scripts'),
      pace,
      el('h4', {}, 'Triggers'),
      due.length > 0
        ? el('ul', { class: 'plain' }, ...due)
        : el('p', { class: 'dim' }, 'None yet: set up installs them.'),
    );
  }

  #faults({ faults }: DeskPicture): HTMLElement {
    const rows = faults.map(({ id, label, isOn }) => {
      const box = el('input', { type: 'checkbox', class: 'switch', role: 'switch', checked: isOn });
      box.addEventListener('change', () => this.#then(ask({ kind: 'fault', id, isOn: box.checked })));
      return el('label', { class: 'card-choice' }, box, label);
    });
    return panel(
      'What can go wrong',
      el('p', { class: 'dim' }, 'Switch something on, run Usher in the sheet, and see that nothing is lost.'),
      ...rows,
    );
  }

  #then(work: Promise<unknown>): void {
    work.then(() => this.show()).catch(showError);
  }
}

function lastDeed({ last }: DeskPicture): HTMLElement {
  if (last === null) return panel('The last run', el('p', { class: 'dim' }, 'Nothing has run yet.'));
  const methods = Object.entries(last.byMethod).sort((a, b) => b[1] - a[1]);
  return panel(
    `The last run: ${last.label}`,
    el(
      'div',
      { class: 'figures' },
      figure(String(last.documentCalls), 'calls on the spreadsheet'),
      figure(String(last.requests), last.requests === 1 ? 'request to the proxy' : 'requests to the proxy'),
      figure(`${Math.round(last.virtualMs / 100) / 10} s`, 'at Google’s speed'),
    ),
    last.error === null ? null : el('p', { class: 'card-fault' }, last.error),
    el(
      'ul',
      { class: 'plain bars' },
      ...methods
        .slice(0, METHODS_SHOWN)
        .map(([name, count]) => el('li', {}, el('code', {}, name), el('b', {}, String(count)))),
    ),
  );
}

function quotas({ quotas: used }: DeskPicture): HTMLElement {
  const rows = used.map(({ label, used: spent, limit }) =>
    el(
      'div',
      { class: 'quota' },
      el('span', {}, label),
      el('b', {}, `${spent.toLocaleString('en')} of ${limit.toLocaleString('en')}`),
      el('meter', { min: 0, max: limit, value: spent, high: limit * 0.8, 'aria-label': label }),
    ),
  );
  return panel('Google’s quotas, today', ...rows);
}

function runs({ executions }: DeskPicture): HTMLElement {
  const rows = executions
    .slice(0, LOG_LINES_SHOWN)
    .map(({ functionName, entry, at, virtualMs, error }) =>
      el(
        'tr',
        {},
        el('td', {}, CLOCK.format(at)),
        el('td', {}, el('code', {}, functionName)),
        el('td', {}, entry.replaceAll('-', ' ')),
        el('td', { class: 'number' }, `${(virtualMs / 1000).toFixed(1)} s`),
        el('td', {}, error ?? 'done'),
      ),
    );
  const head = ['When', 'Function', 'Started by', 'Took', 'Outcome'].map((title) =>
    el('th', { scope: 'col' }, title),
  );
  return panel(
    'Executions',
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Executions' },
      el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)),
    ),
  );
}

function proxyLines(lines: readonly string[]): HTMLElement {
  const text = lines.slice(0, LOG_LINES_SHOWN).join('\n');
  return panel(
    'Proxy log',
    el('p', { class: 'dim' }, 'No line holds ticket text.'),
    el(
      'pre',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Proxy log' },
      text === '' ? 'No line yet.' : text,
    ),
  );
}

/** A panel with a heading. */
export function panel(title: string, ...children: Parameters<typeof fill>[1][]): HTMLElement {
  return el('section', { class: 'panel' }, el('h3', {}, title), ...children);
}

function figure(value: string, label: string): HTMLElement {
  return el('div', {}, el('b', {}, value), el('span', { class: 'dim' }, label));
}
