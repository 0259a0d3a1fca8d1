// `npm run bench -- monitors --data DIR [--windows 120] [--desks 6] [--replays 3] [--only drift|outbreaks|cost|health] [--json]`: do the
// monitors keep quiet when nothing happens and speak when something does? Public IT tickets; arrivals, shifts and outbreaks are
// seeded, as the data have no dates.
import { parseArgs } from 'node:util';
import type { BenchResult, Figure } from './figure.ts';
import { createDesk, readTickets } from './monitors-desk.ts';
import {
  estimateFigures,
  falseAlarmFigures,
  halvedQueueFigures,
  monthFigures,
  newTopicFigures,
} from './monitors-drift.ts';
import { dayFigures, healthFigures } from './monitors-health.ts';
import { costFigures, foundFigures, quietFigures } from './monitors-outbreaks.ts';

const SEED = 20_261_124;
const TRAINED = 10_000;
const OBSERVED = 25_000;
const STRANGERS = 2_000;

/** Runs the benchmark; throws when `--data` is missing. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      windows: { type: 'string', default: '120' },
      desks: { type: 'string', default: '6' },
      replays: { type: 'string', default: '3' },
      only: { type: 'string' },
    },
  });
  if (values.data === undefined)
    throw new Error('Say where the data are: --data DIR with it-tickets/ and banking77/ in it.');
  const windows = Number(values.windows);
  const replays = Number(values.replays);
  const tickets = readTickets(values.data, 'it-tickets', SEED);
  const strangers = readTickets(values.data, 'banking77', SEED).slice(0, STRANGERS);
  const desk = lazily(() => createDesk(tickets, { trained: TRAINED, observed: OBSERVED, seed: SEED }));
  const parts: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
    drift: () => [
      ...falseAlarmFigures(desk(), windows, SEED),
      ...monthFigures(desk(), tickets, Number(values.desks), SEED),
      ...newTopicFigures(tickets, strangers, { trained: TRAINED, observed: OBSERVED, windows, seed: SEED }),
      ...halvedQueueFigures(desk(), 3 * windows, SEED),
      ...estimateFigures(desk(), 4 * windows, SEED),
    ],
    outbreaks: () => [...quietFigures(tickets, replays), ...foundFigures(tickets, replays)],
    cost: async () => [...costFigures(desk(), tickets), ...(await dayFigures(tickets))],
    health: healthFigures,
  };
  const chosen = Object.entries(parts).filter(([part]) => values.only === undefined || values.only === part);
  const figures: Figure[] = [];
  for (const [, measure] of chosen) figures.push(...(await measure()));
  return { name: 'monitors', figures };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
