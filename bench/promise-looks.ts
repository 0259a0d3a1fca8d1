// `npm run bench -- promise-looks [--json]`: delta bounds the chance of a lucky proof at each learning, not over a desk's life. How much
// larger that one is, and what it costs to hold that one down instead.
import { evidencePValue } from '../src/core/promise/evidence.ts';
import { createRandom } from '../src/core/statistics/random.ts';
import { type BenchResult, reported } from './figure.ts';

const ALLOWED = 0.05;
const DELTA = 0.1;
const RUNS = 4000;
const TICKETS = 1000;
/** With growing evidence a spent test begins a new part of delta each time the checked tickets are half as many again. */
const GROWTH = 1.5;
const FIRST_TICKETS = 45;

type DeltaAt = (tickets: number) => number;

const whole: DeltaAt = () => DELTA;
/** What a lead may agree on who wants delta to hold over a desk's life: the bounds of repeated looks are about a quarter of it. */
const quarter: DeltaAt = () => DELTA / 4;
const spent: DeltaAt = (tickets) => {
  const part = 1 + Math.max(0, Math.floor(Math.log(tickets / FIRST_TICKETS) / Math.log(GROWTH)));
  return DELTA / (part * (part + 1));
};

/** A queue, `wrong` of whose tickets are wrong, and a learning after every `step` checked tickets up to 1,000. */
export async function run(): Promise<BenchResult> {
  const figures = [
    ['each learning by itself', whole],
    ['a quarter of delta at each learning', quarter],
    ['delta spent over all learnings', spent],
  ].flatMap(([name, deltaAt]) => {
    const by = deltaAt as DeltaAt;
    return [
      ...[25, 100].flatMap((step) => {
        const lucky = looksAt(ALLOWED, step, by);
        return [
          reported(
            `${name}: 5 % wrong, every ${step}: proven at some learning`,
            shareOf(lucky, isAny),
            'share',
          ),
          reported(`${name}: 5 % wrong, every ${step}: proven at a learning`, meanOf(lucky), 'share'),
        ];
      }),
      ...[100, 200, 400].map((tickets) => {
        const good = looksAt(0.02, 25, by).map((looks) => looks.slice(0, tickets / 25));
        return reported(`${name}: 2 % wrong, proven by ${tickets} tickets`, shareOf(good, isLast), 'share');
      }),
    ];
  });
  return { name: 'promise-looks', figures };
}

/** For each run, at which learnings the queue is proven. */
function looksAt(wrong: number, step: number, deltaAt: DeltaAt): boolean[][] {
  return Array.from({ length: RUNS }, (_, seed) => {
    const random = createRandom(seed);
    const looks: boolean[] = [];
    let errors = 0;
    for (let ticket = 1; ticket <= TICKETS; ticket++) {
      if (random() < wrong) errors++;
      if (ticket % step === 0) looks.push(evidencePValue(errors, ticket, ALLOWED) <= deltaAt(ticket));
    }
    return looks;
  });
}

const isAny = (looks: readonly boolean[]) => looks.includes(true);
const isLast = (looks: readonly boolean[]) => looks.at(-1) === true;

function shareOf(runs: readonly boolean[][], holds: (looks: readonly boolean[]) => boolean): number {
  return runs.filter(holds).length / runs.length;
}

function meanOf(runs: readonly boolean[][]): number {
  const looks = runs.flat();
  return looks.filter(Boolean).length / looks.length;
}
