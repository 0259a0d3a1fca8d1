// Health kept up to date with nobody watching: the schedule asks for looks, refreshes the tab when something changed, and tells of new
// bursts and, once a week, of the whole, by mail where the deployment may send any.
import { Problem } from '../core/contract.ts';
import type { Health } from '../core/health-schemas.ts';
import { ticketText } from '../core/ticket.ts';
import { askForLook } from './health.ts';
import { type HealthNames, healthSentences, outbreakSentence } from './health-lines.ts';
import { writeHealthTab } from './health-tab.ts';
import { messages } from './messages.ts';
import type { SheetWorld } from './ports.ts';
import { readQueues } from './queues-tab.ts';
import type { TicketRow } from './rows.ts';
import { isRecord, readSettings, type Settings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';
import { topicName } from './topic-words.ts';

const KEPT_KEY = 'usher.health';
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 14 * MINUTE_MS;
/** Figures of the day move without a report or a burst. */
const WRITE_EVERY_MS = 6 * 60 * MINUTE_MS;
const MAIL_EVERY_MS = 7 * 24 * 60 * MINUTE_MS;
const ROWS_NAMED = 5;
/** Tickets that words are compared with: enough to know which words are everyday ones. */
const OTHERS_MAX = 400;
const TOLD_MAX = 20;

interface Kept {
  readonly lookedAt: number;
  readonly writtenAt: number;
  readonly mailedAt: number;
  /** What the tab shows: the report's time and the bursts with their states. */
  readonly shown: string;
  /** Bursts that people were told of. */
  readonly told: readonly string[];
}

/** Looks where a look is due; what goes wrong is logged and ends nothing, since triage matters more. */
export function watchHealth(world: SheetWorld): void {
  try {
    const settings = readSettings(world.settings);
    const kept = readKept(world);
    const now = world.now();
    if (settings === null || now - kept.lookedAt < LOOK_EVERY_MS) return;
    const health = askForLook(world, settings);
    const names = namesIn(world, settings);
    const isDue = shownOf(health) !== kept.shown || now - kept.writtenAt >= WRITE_EVERY_MS;
    if (isDue) writeHealthTab(world, health, names, settings.sheetId);
    const told = tellOfBursts(world, health, names, kept.told);
    const mailedAt = tellWeekly(world, health, names, kept.mailedAt);
    keep(world, {
      ...{ lookedAt: now, writtenAt: isDue ? now : kept.writtenAt, shown: shownOf(health), told, mailedAt },
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.log(`health: ${error.code}: ${error.message}`);
  }
}

/** Looks now, as somebody asks to see the health, and answers it with the tab up to date. Throws a `Problem`. */
export function refreshHealth(
  world: SheetWorld,
  settings: Settings,
  ask: (world: SheetWorld, settings: Settings) => Health = askForLook,
): { readonly health: Health; readonly names: HealthNames } {
  const health = ask(world, settings);
  const names = namesIn(world, settings);
  writeHealthTab(world, health, names, settings.sheetId);
  const now = world.now();
  const told = health.outbreaks.map(({ id }) => id).slice(0, TOLD_MAX);
  keep(world, { ...readKept(world), lookedAt: now, writtenAt: now, shown: shownOf(health), told });
  return { health, names };
}

/** Names from the tab of queues and from the ticket sheet, which is read when the first ticket is to be named. */
function namesIn(world: SheetWorld, settings: Settings): HealthNames {
  let labels: ReadonlyMap<string, string> | null = null;
  const nameOf = (id: string): string => {
    labels ??= new Map(
      Object.values(readQueues(world.sheets) ?? {}).flatMap((list) => list.map(({ id, name }) => [id, name])),
    );
    return labels.get(id) ?? id;
  };
  let rows: readonly TicketRow[] | null = null;
  const all = (): readonly TicketRow[] => {
    rows ??= lookAtSheet(world, settings).rows.filter(({ id }) => id !== '');
    return rows;
  };
  const chosen = (tickets: readonly string[]): readonly TicketRow[] => {
    if (tickets.length === 0) return [];
    const wanted = new Set(tickets);
    return all().filter(({ id }) => wanted.has(id));
  };
  return {
    label: nameOf,
    rowsOf: (tickets) =>
      chosen(tickets)
        .map(({ row }) => row)
        .slice(-ROWS_NAMED),
    wordsOf: (tickets) => {
      const inside = chosen(tickets);
      if (inside.length === 0) return '';
      const wanted = new Set(tickets);
      const others = all().filter(({ id }) => !wanted.has(id));
      return topicName(inside.map(ticketText), others.slice(-OTHERS_MAX).map(ticketText));
    },
    localTime: (at) => world.sheets.localTime(at),
  };
}

function tellOfBursts(
  world: SheetWorld,
  { outbreaks }: Health,
  names: HealthNames,
  told: readonly string[],
): string[] {
  const fresh = outbreaks.filter(({ id, state }) => state === 'proposed' && !told.includes(id));
  for (const one of fresh) {
    const sentence = outbreakSentence(one, names);
    world.ui.toast(messages.health.banner(sentence), messages.title, 30);
    world.owner?.tell(
      messages.health.outbreakMailSubject(world.sheets.spreadsheetName),
      messages.health.outbreakMail(sentence, world.sheets.spreadsheetUrl()),
    );
  }
  return [...told, ...fresh.map(({ id }) => id)].slice(-TOLD_MAX);
}

function tellWeekly(world: SheetWorld, health: Health, names: HealthNames, mailedAt: number): number {
  const now = world.now();
  if (world.owner === null || now - mailedAt < MAIL_EVERY_MS) return mailedAt;
  // The first week has nothing to tell yet.
  if (mailedAt > 0) {
    world.owner.tell(
      messages.health.mailSubject(world.sheets.spreadsheetName),
      messages.health.mail(healthSentences(health, names), world.sheets.spreadsheetUrl()),
    );
  }
  return now;
}

function shownOf({ window, outbreaks, level }: Health): string {
  return [level, window?.at ?? 0, ...outbreaks.map(({ id, state, seen }) => `${id} ${state} ${seen}`)].join(
    '|',
  );
}

function readKept({ settings }: SheetWorld): Kept {
  const none: Kept = { lookedAt: 0, writtenAt: 0, mailedAt: 0, shown: '', told: [] };
  const text = settings.read(KEPT_KEY);
  if (text === null) return none;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return none;
    const time = (key: string) => (typeof value[key] === 'number' ? value[key] : 0);
    return {
      ...{ lookedAt: time('lookedAt'), writtenAt: time('writtenAt'), mailedAt: time('mailedAt') },
      shown: typeof value['shown'] === 'string' ? value['shown'] : '',
      told: Array.isArray(value['told']) ? value['told'].map(String) : [],
    };
  } catch {
    return none;
  }
}

function keep({ settings }: SheetWorld, kept: Kept): void {
  settings.write(KEPT_KEY, JSON.stringify(kept));
}
