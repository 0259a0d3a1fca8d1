// Outbreaks on a four-week replay: how often nothing is taken for something, and how early seeded outbreaks are found.
import { createCalendar, DAY_MS, HOUR_MS } from '../server/monitor/outbreak/calendar.ts';
import { createOutbreakDetector, type OutbreakDetector } from '../server/monitor/outbreak/detector.ts';
import type { Outbreak } from '../server/monitor/outbreak/outbreak.ts';
import { type IndexedTicket, similarityGrams } from '../server/monitor/outbreak/similarity-index.ts';
import { createReferenceProfile } from '../server/monitor/reference-profile.ts';
import { createReport } from '../server/monitor/report.ts';
import { documentFromText } from '../src/core/classifier/document.ts';
import { createRandom, type Random } from '../src/core/statistics/random.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { cpuSecondsOf, mean } from './measured-process.ts';
import type { BenchDesk } from './monitors-desk.ts';
import {
  type Arrival,
  createOutbreakArrivals,
  createTraffic,
  FIRST_DAY,
  HOLIDAYS,
  type LabelledText,
  REPLAY_FROM,
  REPLAY_TO,
  TIME_ZONE,
} from './monitors-traffic.ts';

const PER_WEEK = 1_500;
const WEEKS = (REPLAY_TO - REPLAY_FROM) / (7 * DAY_MS);
const HASH_SEED = 1;
const SPAN_MS = 2 * HOUR_MS;
/** Everyday texts, the words that replace others, and the texts of outbreaks come from different tickets. */
const EVERYDAY_MAX = 30_000;
const WORDS_MAX = 38_000;

interface ReplayedOutbreaks {
  readonly seeded: number;
  /** Number of the report with which each outbreak that was found was first proposed. */
  readonly foundAt: readonly number[];
  readonly falseProposals: readonly Outbreak[];
}

function replay(arrivals: readonly Arrival[]): ReplayedOutbreaks {
  const detector = createOutbreakDetector({ timeZone: TIME_ZONE, holidays: HOLIDAYS });
  const outbreakOf = new Map(arrivals.map(({ id, outbreak }) => [id, outbreak]));
  const seen = new Map<number, number>();
  const found = new Map<number, number>();
  const falseProposals: Outbreak[] = [];
  for (const arrival of arrivals) {
    const ticket = indexed(arrival);
    if (arrival.at < REPLAY_FROM) {
      detector.remember(ticket);
      continue;
    }
    if (arrival.outbreak >= 0) seen.set(arrival.outbreak, (seen.get(arrival.outbreak) ?? 0) + 1);
    const outcome = detector.add(ticket, arrival.at);
    if (outcome.kind !== 'proposed') continue;
    const of = mainOutbreak(outcome.outbreak, outbreakOf);
    if (of < 0) falseProposals.push(outcome.outbreak);
    else if (!found.has(of)) found.set(of, seen.get(of) ?? 0);
  }
  return { seeded: seen.size, foundAt: [...found.values()], falseProposals };
}

// A proposal is that of a seeded outbreak when at least half of its tickets are.
function mainOutbreak({ ticketIds }: Outbreak, outbreakOf: ReadonlyMap<string, number>): number {
  const counts = new Map<number, number>();
  for (const id of ticketIds) {
    const of = outbreakOf.get(id) ?? -1;
    counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  for (const [of, count] of counts) if (of >= 0 && 2 * count >= ticketIds.length) return of;
  return -1;
}

function indexed({ id, at, label, text }: Arrival): IndexedTicket {
  return { id, at, label, grams: similarityGrams(documentFromText(text, HASH_SEED)) };
}

// Two a working day, at nine and at two.
function seedOutbreaks(
  tickets: readonly LabelledText[],
  options: { readonly size: number; readonly keep: number; readonly random: Random },
): Arrival[] {
  const calendar = createCalendar({ timeZone: TIME_ZONE, holidays: HOLIDAYS });
  const words = tickets.slice(EVERYDAY_MAX, WORDS_MAX).flatMap(({ text }) => text.split(' '));
  const bases = tickets.slice(WORDS_MAX);
  const arrivals: Arrival[] = [];
  let number = 0;
  for (let from = REPLAY_FROM; from < REPLAY_TO; from += HOUR_MS) {
    const hourOfWeek = calendar.hourOfWeek(from);
    if (hourOfWeek >= 120 || calendar.isHoliday(from) || ![9, 14].includes(hourOfWeek % 24)) continue;
    const base = bases[Math.floor(options.random() * bases.length)]!;
    arrivals.push(
      ...createOutbreakArrivals(base, words, { ...options, number: number++, from, spanMs: SPAN_MS }),
    );
  }
  return arrivals;
}

function traffic(tickets: readonly LabelledText[], seed: number, random: Random): Arrival[] {
  const from = (seed * 7_919) % EVERYDAY_MAX;
  const texts = [...tickets.slice(from, EVERYDAY_MAX), ...tickets.slice(0, from)];
  return createTraffic(texts, { from: FIRST_DAY, to: REPLAY_TO, perWeek: PER_WEEK, random });
}

/** False proposals without any outbreak, with what the traps of the calendar brought. */
export function quietFigures(tickets: readonly LabelledText[], replays: number): Figure[] {
  const proposals: Outbreak[] = [];
  for (let seed = 1; seed <= replays; seed++) {
    proposals.push(...replay(traffic(tickets, seed, createRandom(seed))).falseProposals);
  }
  const byVolume = proposals.filter(({ channels }) => channels.includes('volume')).length;
  return [
    atMost(
      `no outbreak, ${replays} replays of four weeks: proposals`,
      proposals.length / replays / WEEKS,
      '/week',
      1,
    ),
    atMost('no outbreak: proposals by volume, Mondays, holidays and summer time included', byVolume, '', 0),
  ];
}

/** How many seeded outbreaks are proposed by their seventh ticket. */
export function foundFigures(tickets: readonly LabelledText[], replays: number): Figure[] {
  const kinds = [
    [10, 0.5],
    [5, 0.5],
    [10, 0.7],
    [10, 0.3],
  ] as const;
  return kinds.flatMap(([size, keep], kind) => {
    const all = Array.from({ length: kind === 0 ? replays : 1 }, (_, number) => {
      const random = createRandom(100 * kind + number + 1);
      const arrivals = [
        ...traffic(tickets, number + 1, random),
        ...seedOutbreaks(tickets, { size, keep, random }),
      ];
      return replay(arrivals.sort((one, other) => one.at - other.at));
    });
    const seeded = all.reduce((sum, one) => sum + one.seeded, 0);
    const foundAt = all.flatMap((one) => one.foundAt);
    const share = foundAt.filter((report) => report <= 7).length / seeded;
    const name = `${seeded} outbreaks of ${size} tickets keeping ${100 * keep} % of the words`;
    const falsePerWeek = all.reduce((sum, one) => sum + one.falseProposals.length, 0) / all.length / WEEKS;
    return [
      kind === 0
        ? atLeast(`${name}: found by the seventh`, share, 'share', 0.8)
        : reported(`${name}: found by the seventh`, share, 'share'),
      reported(`${name}: found at all`, foundAt.length / seeded, 'share'),
      reported(`${name}: found with ticket number`, mean(foundAt), ''),
      kind === 0
        ? atMost(`${name}: false proposals beside them`, falsePerWeek, '/week', 1)
        : reported(`${name}: false proposals beside them`, falsePerWeek, '/week'),
    ];
  });
}

/** CPU of one ticket at 10,000 tickets of history, and of a day with 5,000 tickets and its report. */
export function costFigures(desk: BenchDesk, tickets: readonly LabelledText[]): Figure[] {
  const now = REPLAY_FROM + 12 * HOUR_MS;
  const busy = (from: number, count: number, spanMs: number, offset: number): Arrival[] =>
    Array.from({ length: count }, (_, row) => {
      const { text, label } = tickets[(offset + row) % tickets.length]!;
      return {
        id: `c${offset + row}`,
        at: from + Math.floor((row * spanMs) / count),
        text,
        label,
        outbreak: -1,
      };
    });
  const rebuilt = (): OutbreakDetector => {
    const detector = createOutbreakDetector({ timeZone: TIME_ZONE, holidays: HOLIDAYS });
    for (const arrival of busy(now - 28 * DAY_MS, 10_000, 28 * DAY_MS, 0))
      detector.remember(indexed(arrival));
    return detector;
  };
  let detector = rebuilt();
  const rebuild = cpuSecondsOf(() => {
    detector = rebuilt();
  });
  const arrivals = busy(now, 5_000, DAY_MS, 10_000);
  const tens = cpuSecondsOf(() => {
    for (const arrival of arrivals.slice(0, 500)) detector.add(indexed(arrival), arrival.at);
  });
  const judged = rebuilt();
  const day = cpuSecondsOf(() => {
    for (const arrival of arrivals) judged.add(indexed(arrival), arrival.at);
  });
  const profile = createReferenceProfile(desk.everyday.slice(0, 5_000), desk.modelLabels, 1);
  const week = Array.from({ length: 35_000 }, (_, row) => ({
    ...desk.everyday[row % desk.everyday.length]!,
    id: `w${row}`,
    at: now - 7 * DAY_MS + Math.floor((row * 7 * DAY_MS) / 35_000),
  }));
  const checked = week.slice(0, 2_000);
  const report = cpuSecondsOf(() => {
    createReport({
      now,
      profile,
      observations: week,
      audited: checked.map(({ confidence, label, truth }) => ({ confidence, isWrong: label !== truth })),
      judged: checked.map(({ id, language, confidence, label, truth }) => ({
        id,
        attributes: { language },
        isRight: label === truth,
        confidence,
        isAssigned: false,
        isCorrected: label !== truth,
      })),
      attributes: ['language'],
      outbreaks: judged.outbreaks(now),
      calendar: createCalendar({ timeZone: TIME_ZONE, holidays: HOLIDAYS }),
      seed: 1,
    });
  });
  return [
    atMost('one ticket at a history of 10,000: CPU', (1000 * tens) / 500, 'ms', 50),
    atMost('a day with 5,000 tickets: CPU of outbreaks and report', day + report, 's', 5),
    reported('of which the report over 35,000 tickets', report, 's'),
    reported('building the detector anew from 10,000 tickets: CPU', rebuild, 's'),
  ];
}
