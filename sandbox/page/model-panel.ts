// The model report: what was learned, how it was tested, and for each queue what it may do alone and why.
import type { ModelSummary } from '../../src/core/contract.ts';
import type { DeskReport } from '../workbench/wire.ts';
import { el } from './dom.ts';

const STATES: Readonly<Record<string, { readonly label: string; readonly className: string }>> = {
  proven: { label: 'Proven', className: 'is-proven' },
  unproven: { label: 'Not proven yet', className: 'is-unproven' },
  tripped: { label: 'Taken back', className: 'is-tripped' },
};

/** The panel; before anything was learned it says what to do. */
export function modelPanel({ desk, models }: DeskReport): HTMLElement {
  const model = models.find(({ inService, field }) => inService && field === 'queue');
  if (!desk || !model) {
    return el(
      'section',
      { class: 'panel' },
      el('h3', {}, 'Model report'),
      el(
        'p',
        {},
        'Nothing was learned yet. In the sheet, choose Usher ▸ Set up and then Usher ▸ Learn from this sheet.',
      ),
    );
  }
  const { report } = model;
  const promise = desk.promises?.['queue'] ?? report.promise;
  const proven = promise?.labels.filter(({ state }) => state === 'proven').length ?? 0;
  return el(
    'section',
    { class: 'panel report' },
    el(
      'header',
      { class: 'report-head' },
      el(
        'div',
        {},
        el('h2', {}, `What Usher knows of ${desk.name}`),
        el(
          'p',
          { class: 'dim' },
          `Learned from ${count(report.rows)} tickets that people had decided, tested on ${count(report.measured)} it had not seen.`,
        ),
      ),
      el(
        'div',
        { class: 'figures' },
        tile(report.accuracy === null ? '–' : percent(report.accuracy), 'right queue, measured'),
        tile(promise ? `${proven} of ${promise.labels.length}` : '–', 'queues proven'),
        tile(promise ? percent(promise.routedShare) : '–', 'could be routed alone'),
        tile(report.ece === null ? '–' : `${(report.ece * 100).toFixed(1)} pts`, 'confidence off by'),
      ),
    ),
    promise
      ? el(
          'p',
          { class: 'report-promise' },
          `The promise: of the tickets that a queue gets without a person, at least ${percent(promise.target)} are right, said with ${percent(1 - promise.delta)} certainty. What is not proven stays a suggestion.`,
        )
      : null,
    labelTable(model, desk.fields.find(({ id }) => id === 'queue')?.labels ?? [], promise),
  );
}

type Labels = readonly { readonly id: string; readonly name: string }[];

function labelTable(
  model: ModelSummary,
  labels: Labels,
  promise: ModelSummary['report']['promise'],
): HTMLElement {
  const nameOf = (id: string): string => labels.find((label) => label.id === id)?.name ?? id;
  const standings = model.report.labels.map(({ label }) =>
    promise?.labels.find((other) => other.label === label),
  );
  const hasChecksToGo = standings.some((standing) => standing?.checkedMore != null);
  const rows = model.report.labels.map((label, i) => {
    const standing = standings[i];
    const state = STATES[standing?.state ?? 'unproven'] ?? { label: 'Unknown', className: '' };
    const more = standing?.checkedMore == null ? '' : `about ${standing.checkedMore}`;
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, nameOf(label.label)),
      el('td', {}, el('span', { class: `state ${state.className}` }, state.label)),
      el(
        'td',
        { class: 'number' },
        bar(label.recall ?? 0),
        label.recall === null ? '–' : percent(label.recall),
      ),
      el('td', { class: 'number' }, label.precision === null ? '–' : percent(label.precision)),
      hasChecksToGo ? el('td', { class: 'number' }, more) : null,
      reasonCell(
        standings.map((other) => other?.sentence ?? ''),
        i,
      ),
    );
  });
  const heads = ['Queue', 'Promise', 'Found', 'Right', ...(hasChecksToGo ? ['Checks to go'] : []), 'Why'];
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Queues' },
    el(
      'table',
      { class: 'report-table' },
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...rows),
    ),
  );
}

/** Queues that are proven together have one reason, which stands once beside all of them. */
function reasonCell(sentences: readonly string[], i: number): HTMLElement | null {
  const sentence = sentences[i] ?? '';
  if (i > 0 && sentences[i - 1] === sentence) return null;
  let rows = 1;
  while (sentences[i + rows] === sentence) rows += 1;
  return el('td', { class: 'sentence', rowspan: rows }, sentence);
}

function bar(share: number): HTMLElement {
  const inner = el('span', {});
  inner.style.width = `${Math.round(share * 100)}%`;
  return el('span', { class: 'mini-bar', 'aria-hidden': 'true' }, inner);
}

function tile(value: string, label: string): HTMLElement {
  return el('div', {}, el('b', {}, value), el('span', { class: 'dim' }, label));
}

function count(number: number): string {
  return number.toLocaleString('en');
}

/** Whole percent, never rounded up to a hundred. */
function percent(share: number): string {
  return `${Math.min(share < 1 ? 99 : 100, Math.round(share * 100))} %`;
}
