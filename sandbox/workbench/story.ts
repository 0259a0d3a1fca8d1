// Tells from a ticket sheet what Usher did, on which rows, how sure it is, and what to do next.
import { LIKELY_MIN, VERY_LIKELY_MIN } from '../../src/core/confidence-bands.ts';
import type { WorkbookSheet } from '../google/person.ts';
import type { StoryPicture, ViewPicture } from './wire.ts';

const VIEWS: readonly {
  readonly key: string;
  readonly label: string;
  readonly statuses: readonly string[];
}[] = [
  {
    key: 'usher',
    label: 'Worked on by Usher',
    statuses: ['assigned', 'needs review', 'confirmed', 'corrected', 'skipped', 'failed'],
  },
  { key: 'assigned', label: 'Assigned', statuses: ['assigned'] },
  { key: 'review', label: 'Needs review', statuses: ['needs review'] },
  { key: 'unsure', label: 'Least sure first', statuses: ['needs review'] },
  { key: 'decided', label: 'Decided by a person', statuses: ['confirmed', 'corrected'] },
  { key: 'failed', label: 'Failed or skipped', statuses: ['failed', 'skipped'] },
];

interface StatusColumns {
  readonly status: number;
  readonly confidence: number;
  readonly queue: number;
}

/** The columns that Usher added, found by header; null on a sheet that it does not work on. */
function statusColumns(sheet: WorkbookSheet): StatusColumns | null {
  const headers = Array.from({ length: sheet.lastColumn }, (_, column) => sheet.display(1, column + 1));
  const confidence = headers.findIndex((header) => / confidence$/i.test(header));
  const queue = headers.indexOf((headers[confidence] ?? '').replace(/ confidence$/i, ''));
  const status = headers.findIndex((header) => /^(usher )?status$/i.test(header));
  const state = headers.indexOf('Usher state');
  if (confidence < 0 || status < 0 || state < 0) return null;
  return { status: status + 1, confidence: confidence + 1, queue: queue + 1 };
}

/** The rows of each view, top to bottom (`unsure`: least sure first). Empty on other sheets. */
export function rowsByView(sheet: WorkbookSheet): ReadonlyMap<string, readonly number[]> {
  const columns = statusColumns(sheet);
  const rows = new Map<string, number[]>();
  if (columns === null) return rows;
  const { lastRow } = sheet;
  for (const view of VIEWS) rows.set(view.key, []);
  for (let row = 2; row <= lastRow; row += 1) {
    const status = String(sheet.cell(row, columns.status));
    if (status === '') continue;
    for (const view of VIEWS) if (view.statuses.includes(status)) rows.get(view.key)?.push(row);
  }
  const confidenceOf = (row: number): number => Number(sheet.cell(row, columns.confidence)) || 0;
  rows.get('unsure')?.sort((a, b) => confidenceOf(a) - confidenceOf(b));
  return rows;
}

/** The page's filters for a sheet, those without rows left out. */
export function viewsOf(sheet: WorkbookSheet, rows: ReadonlyMap<string, readonly number[]>): ViewPicture[] {
  const all = { key: '', label: 'All rows', count: Math.max(0, sheet.lastRow - 1) };
  const own = VIEWS.map(({ key, label }) => ({ key, label, count: rows.get(key)?.length ?? 0 }));
  return [all, ...own.filter(({ count }) => count > 0)];
}

/** The story of the ticket sheet; null for a sheet that is none. */
export function storyOf(
  sheet: WorkbookSheet,
  rows: ReadonlyMap<string, readonly number[]>,
): StoryPicture | null {
  const columns = statusColumns(sheet);
  if (columns === null) return null;
  const count = (key: string): number => rows.get(key)?.length ?? 0;
  const worked = count('usher');
  const review = rows.get('review') ?? [];
  const withQueue = review.filter(
    (row) => columns.queue > 0 && String(sheet.cell(row, columns.queue)) !== '',
  );
  // A blind check shows neither a queue nor how sure Usher is of one.
  const seen = review.filter((row) => String(sheet.cell(row, columns.confidence)) !== '');
  const blind = review.length - seen.length;
  const sureness = surenessOf(seen.map((row) => Number(sheet.cell(row, columns.confidence))));
  const open = openRows(sheet, columns);
  const headline =
    worked === 0
      ? 'Usher has not triaged any row of this sheet yet.'
      : `Usher read ${worked} tickets: ${[
          count('assigned') > 0 ? `${count('assigned')} went to their queue by themselves` : '',
          withQueue.length > 0 ? `${withQueue.length} carry a suggestion for you to check` : '',
          seen.length > withQueue.length ? `${seen.length - withQueue.length} fit no queue` : '',
          blind > 0 ? `${blind} wait for a blind check` : '',
          count('decided') > 0 ? `${count('decided')} are decided by people` : '',
          count('failed') > 0 ? `${count('failed')} could not be read` : '',
        ]
          .filter((part) => part !== '')
          .join(', ')}.`;
  return {
    headline,
    views: viewsOf(sheet, rows),
    sureness,
    next: nextSteps(worked, review.length, count('decided'), open),
  };
}

function surenessOf(confidences: readonly number[]): StoryPicture['sureness'] {
  const within = (low: number, high: number): number =>
    confidences.filter((confidence) => confidence >= low && confidence < high).length;
  return [
    {
      label: 'Very likely',
      share: '90 % and more',
      count: within(VERY_LIKELY_MIN, Number.POSITIVE_INFINITY),
    },
    { label: 'Likely', share: '60 to 90 %', count: within(LIKELY_MIN, VERY_LIKELY_MIN) },
    { label: 'Unsure', share: 'below 60 %', count: within(0, LIKELY_MIN) },
  ];
}

function nextSteps(worked: number, review: number, decided: number, open: number): StoryPicture['next'] {
  const steps: StoryPicture['next'][number][] = [];
  if (open > 0) {
    const rows = open === 1 ? '1 row has' : `${open} rows have`;
    steps.push({
      label: 'Triage new rows',
      explanation: `${rows} no queue yet.`,
      functionName: 'runTriageNew',
    });
  }
  if (review > 0) {
    steps.push({
      label: 'Check the least sure',
      explanation:
        'Pick another queue where Usher is wrong, or set the status to “confirmed” where it is right.',
      view: 'unsure',
    });
  }
  if (decided > 0) {
    steps.push({
      label: 'Learn from this sheet',
      explanation: 'Usher learns only from what people typed, confirmed or corrected.',
      functionName: 'runLearn',
    });
  }
  if (worked > 0) steps.push({ label: 'Show all rows', explanation: 'Past tickets included.', view: '' });
  return steps;
}

/** Rows with text and neither queue nor status. */
function openRows(sheet: WorkbookSheet, columns: StatusColumns): number {
  let open = 0;
  for (let row = 2; row <= sheet.lastRow; row += 1) {
    const isOpen = sheet.cell(row, columns.status) === '' && sheet.cell(row, columns.queue) === '';
    if (isOpen && sheet.model.values.row(row - 1).some((cell) => cell !== undefined)) open += 1;
  }
  return open;
}
