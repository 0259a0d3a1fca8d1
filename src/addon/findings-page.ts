// The page of goals and findings: how far the desk is, and what a person can settle with one press.
import { type DeskGoals, Problem } from '../core/contract.ts';
import { cellText } from './cell-text.ts';
import { changeCells } from './change-cells.ts';
import { labelKey, STATUS_KEY } from './column-keys.ts';
import { type FindingKind, noteState, type PlacedFinding, readFindings } from './findings-tab.ts';
import { foldName } from './label-names.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { exchange } from './proxy.ts';
import { addQueues } from './queues-tab.ts';
import type { TicketRow } from './rows.ts';
import { isRecord, readSettings, requireSettings } from './settings.ts';

/** Findings that the page lists at once. */
const SHOWN_MAX = 60;
const NAME_CHARACTERS_MAX = 60;

/** A finding as the page shows it. */
export interface ShownFinding {
  readonly key: string;
  readonly kind: FindingKind;
  readonly queue: string;
  readonly ticket: string;
  readonly suggestion: string;
  readonly count: number;
}

/** A goal in the reader's words. */
interface ShownGoal {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly today: string;
  readonly asked: string;
  readonly verdict: DeskGoals['goals'][number]['verdict'];
}

export interface FindingsView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  readonly goals: readonly ShownGoal[];
  readonly findings: readonly ShownFinding[];
}

/** Goals as the proxy knows them, and the findings that nobody has settled. */
export function findingsView(world: SheetWorld): FindingsView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    const frame = { texts: pageTexts, language, isSetUp: settings !== null };
    if (!settings) return { ...frame, goals: [], findings: [] };
    const path = `/v1/desks/${settings.desk}/goals`;
    const { goals } = exchange(world.http, { method: 'GET', path }, parseGoals);
    const findings = readFindings(world.sheets)
      .filter(({ state }) => state === '')
      .slice(0, SHOWN_MAX)
      .map((one) => {
        const { kind, queue, ticket, suggestion, count } = one;
        return { key: keyOf(one), kind, queue, ticket, suggestion, count };
      });
    return { ...frame, goals: goals.map(shownGoal), findings };
  });
}

function shownGoal({ id, value, low, high, n, asked, verdict }: DeskGoals['goals'][number]): ShownGoal {
  const words = messages.goals[id];
  const today = value === null ? words.unknown(n) : words.today({ value, low, high, n, asked });
  return { id, name: words.name, definition: words.definition, today, asked: words.asked(asked), verdict };
}

/** Carries out what a person decided about a finding: `change`, `keep` or `accept` with a name; answers what to tell. */
export function settle(world: SheetWorld, sent: unknown): string {
  return answerPage(world, () => {
    const { key, deed, name } = parseChoice(sent);
    const texts = pageTexts.findings;
    const finding = readFindings(world.sheets).find((one) => one.state === '' && keyOf(one) === key);
    if (!finding) throw new Problem('conflict', texts.gone);
    if (deed === 'keep') {
      noteState(world.sheets, finding, 'kept');
      return texts.kept;
    }
    if (deed === 'accept') return acceptTopic(world, finding, name);
    const changed = relabel(world, finding, finding.suggestion, (row) => isLabelled(row, finding));
    if (changed === 0) throw new Problem('conflict', texts.gone);
    noteState(world.sheets, finding, 'changed');
    return fill(texts.changed, { label: finding.suggestion });
  });
}

function acceptTopic(world: SheetWorld, finding: PlacedFinding, wanted: string): string {
  const texts = pageTexts.findings;
  const name = wanted.trim().slice(0, NAME_CHARACTERS_MAX);
  if (name === '') throw new Problem('bad_request', texts.nameMissing);
  addQueues(world.sheets, [name], finding.field);
  const count = relabel(world, finding, name, (row) =>
    finding.queue === '' ? isUndecided(row, finding.field) : isLabelled(row, finding),
  );
  noteState(world.sheets, finding, `queue ${name}`);
  return fill(texts.accepted, { label: name, count: String(count) });
}

/** Writes a person's label into the finding's tickets that still are as they were; answers how many rows that were. */
function relabel(
  world: SheetWorld,
  { keys, field }: PlacedFinding,
  name: string,
  isMeant: (row: TicketRow) => boolean,
): number {
  const wanted = new Set(keys);
  return changeCells(world, requireSettings(world.settings), (row) => {
    const cells = new Map<string, WrittenValue>();
    if (!wanted.has(row.hash) || !isMeant(row)) return cells;
    cells.set(labelKey(field), cellText(name));
    if (row.state !== null) cells.set(STATUS_KEY, 'corrected');
    return cells;
  });
}

function isLabelled(row: TicketRow, { field, queue }: PlacedFinding): boolean {
  const origin = row.origins[field];
  return origin !== undefined && 'label' in origin && foldName(origin.label) === foldName(queue);
}

function isUndecided(row: TicketRow, field: string): boolean {
  const kind = row.origins[field]?.kind;
  return kind === 'blank' || kind === 'usher';
}

function keyOf({ kind, queue, suggestion, keys }: PlacedFinding): string {
  return [kind, queue, suggestion, keys[0] ?? ''].join('\n');
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function parseGoals(value: unknown): DeskGoals | null {
  return isRecord(value) && Array.isArray(value['goals']) ? (value as unknown as DeskGoals) : null;
}

function parseChoice(sent: unknown): { key: string; deed: 'change' | 'keep' | 'accept'; name: string } {
  if (isRecord(sent)) {
    const { key, deed, name } = sent;
    if (typeof key === 'string' && (deed === 'change' || deed === 'keep' || deed === 'accept'))
      return { key, deed, name: typeof name === 'string' ? name : '' };
  }
  throw new Problem('bad_request', messages.badChoice);
}
