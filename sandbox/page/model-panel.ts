// The model report: what was learned, how it was tested, and for each queue what it may do alone and why.
import type { LabelPromise, ModelSummary } from '../../src/core/contract.ts';
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

/** A queue with its measured figures and the standing of its promise. */
interface QueueRow {
  readonly name: string;
  readonly measured: ModelSummary['report']['labels'][number];
  readonly standing: LabelPromise | undefined;
  /** Why the promise stands as it does. */
  readonly why: string;
  /** What else the standing says: mostly what a lead can do about it. */
  readonly next: string;
}

const MODES: Readonly<Record<LabelPromise['mode'], string>> = {
  auto: 'routes alone',
  suggest: 'suggests',
  monitor: 'watches only',
  off: 'off',
};

function labelTable(
  model: ModelSummary,
  labels: Labels,
  promise: ModelSummary['report']['promise'],
): HTMLElement {
  const rows = model.report.labels.map((measured): QueueRow => {
    const standing = promise?.labels.find(({ label }) => label === measured.label);
    // The proxy says why in the first sentence and what to do in those after it.
    const [why = '', ...next] = (standing?.sentence ?? '').split(/(?<=\.) (?=\p{Lu})/u);
    const name = labels.find(({ id }) => id === measured.label)?.name ?? measured.label;
    return { name, measured, standing, why, next: next.join(' ') };
  });
  const groups = [...Map.groupBy(rows, ({ why }) => why)];
  const hasChecksToGo = rows.some(({ standing }) => standing?.checkedMore != null);
  const hasNotes = groups.some(([why, members]) => notesOf(why, members).some((note) => note !== ''));
  const columns = { hasChecksToGo, hasNotes };
  const heads = [
    el('th', { scope: 'col' }, 'Queue'),
    el('th', { scope: 'col' }, 'Promise'),
    el('th', { scope: 'col' }, 'Now'),
    el('th', { scope: 'col' }, 'Found', el('span', { class: 'head-note' }, 'of its own tickets')),
    el('th', { scope: 'col' }, 'Right', el('span', { class: 'head-note' }, 'of what it is given')),
    hasChecksToGo ? el('th', { scope: 'col' }, 'Checks to go') : null,
    hasNotes ? el('th', { scope: 'col' }, 'Why, and what to do') : null,
  ];
  const width = heads.filter((head) => head !== null).length;
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Queues' },
    el(
      'table',
      { class: 'report-table' },
      el('thead', {}, el('tr', {}, ...heads)),
      ...groups.map(([why, members]) => {
        const notes = notesOf(why, members);
        return el(
          'tbody',
          {},
          isShared(why, members)
            ? el(
                'tr',
                {},
                el('th', { scope: 'rowgroup', colspan: width, class: 'shared-reason' }, el('span', {}, why)),
              )
            : null,
          ...members.map((row, i) => queueRow(row, notes[i] ?? '', columns)),
        );
      }),
    ),
  );
}

/** Queues that are proven together have one reason, which stands once above all of them. */
function isShared(why: string, members: readonly QueueRow[]): boolean {
  return why !== '' && members.length > 1;
}

/** What stands beside each queue of a group: its own reason unless that is told above, and what to do. */
function notesOf(why: string, members: readonly QueueRow[]): string[] {
  return members.map(({ next }) => (isShared(why, members) ? next : `${why} ${next}`.trim()));
}

function queueRow(
  { name, measured, standing }: QueueRow,
  note: string,
  { hasChecksToGo, hasNotes }: { readonly hasChecksToGo: boolean; readonly hasNotes: boolean },
): HTMLElement {
  const state = STATES[standing?.state ?? 'unproven'] ?? { label: 'Unknown', className: '' };
  const more = standing?.checkedMore == null ? '' : `about ${standing.checkedMore}`;
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, name),
    el('td', {}, el('span', { class: `state ${state.className}` }, state.label)),
    el('td', { class: 'mode' }, standing === undefined ? '–' : MODES[standing.mode]),
    shareCell(measured.recall),
    shareCell(measured.precision),
    hasChecksToGo ? el('td', { class: 'number' }, more) : null,
    hasNotes ? el('td', { class: 'sentence' }, note) : null,
  );
}

function shareCell(share: number | null): HTMLElement {
  return el('td', { class: 'number' }, bar(share ?? 0), share === null ? '–' : percent(share));
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
