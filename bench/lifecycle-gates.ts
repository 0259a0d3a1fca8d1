// Do the gates keep worse versions out and let good ones in? Each try draws a champion's rows and a challenger's rows anew, trains
// both, and judges the challenger by the steady preset, as the pipeline does.

import type { Champion } from '../server/lifecycle/comparison.ts';
import { type GateRules, PRESETS } from '../server/lifecycle/gate-rules.ts';
import type { LabelledRows } from '../server/lifecycle/labelled-rows.ts';
import { type BuiltVersion, buildVersion, type RefusedRows } from '../server/lifecycle/pipeline.ts';
import { createKeyPair, createSigner } from '../server/lifecycle/signature.ts';
import { championOf, signVersion, verifyVersion } from '../server/lifecycle/version-files.ts';
import type { Kernel } from '../src/core/classifier/kernel.ts';
import { createRandom, type Random, shuffledIndices } from '../src/core/statistics/random.ts';
import { type Pool, rowsOf } from './lifecycle-desk.ts';

/** How often the gate let a kind of challenger pass, and which rules refused it. */
export interface Tried {
  readonly kind: string;
  readonly tries: number;
  readonly passed: number;
  readonly refusedBy: Readonly<Record<string, number>>;
}

/** Rows that teach the champion: three quarters of them are as few as the fast way of training takes. */
const CHAMPION_ROWS = 4_200;
const MORE_ROWS = 600;
const POISONED_SHARE = 0.15;
/** Champions that the tries of a pool share, so that the bench does not spend its time on them. */
const CHAMPIONS = 10;

/** A challenger's rows, made from the pool's indices that taught the champion and those that did not. */
type Make = (pool: Pool, taught: readonly number[], fresh: readonly number[], random: Random) => LabelledRows;

const other = (pool: Pool, index: number, random: Random): number =>
  ((pool.targets[index] ?? 0) + 1 + Math.floor(random() * (pool.labels.length - 1))) % pool.labels.length;

const documentAt = (pool: Pool, index: number) => {
  const document = pool.documents[index];
  if (document === undefined) throw new Error(`The pool has no row ${index}.`);
  return document;
};

/** Kinds of challengers by name; the first four are worse by construction. */
export const CHALLENGERS: Readonly<Record<string, Make>> = {
  'fewer rows': (pool, taught, _fresh, random) =>
    rowsOf(
      pool,
      taught.filter(() => random() < 0.5),
    ),
  'poisoned labels': (pool, taught, _fresh, random) =>
    rowsOf(pool, taught, (index) => ({
      target: random() < POISONED_SHARE ? other(pool, index, random) : (pool.targets[index] ?? 0),
      document: documentAt(pool, index),
    })),
  'one queue missing': (pool, taught, fresh, random) => {
    const gone = Math.floor(random() * pool.labels.length);
    return rowsOf(pool, [...taught, ...fresh], (index) =>
      pool.targets[index] === gone
        ? null
        : { target: pool.targets[index] ?? 0, document: documentAt(pool, index) },
    );
  },
  // The labels of one language were shuffled among themselves, as when two columns of an export slip.
  'one language broken': (pool, taught, _fresh, random) => {
    const language = ['de', 'es', 'fr'][Math.floor(random() * 3)] ?? 'de';
    const own = taught.filter((index) => pool.languages[index] === language);
    const order = shuffledIndices(own.length, random);
    const slipped = new Map(own.map((index, at) => [index, pool.targets[own[order[at] ?? 0] ?? 0] ?? 0]));
    return rowsOf(pool, taught, (index) => ({
      target: slipped.get(index) ?? pool.targets[index] ?? 0,
      document: documentAt(pool, index),
    }));
  },
  // The same number of tickets, a tenth of them other ones.
  'as good': (pool, taught, fresh, random) => {
    const kept = taught.filter(() => random() < 0.9);
    return rowsOf(pool, [...kept, ...fresh.slice(0, taught.length - kept.length)]);
  },
  better: (pool, taught, fresh) => rowsOf(pool, [...taught, ...fresh.slice(0, MORE_ROWS)]),
};

/** Tries one kind so many times, each with its own seed after `after`; a champion serves several tries of its kind. */
export function tryChallengers(
  kind: string,
  pool: Pool,
  tries: number,
  means: { readonly kernel: Kernel; readonly rules?: GateRules; readonly after?: number },
): Tried {
  const make = CHALLENGERS[kind];
  if (make === undefined) throw new Error(`There is no kind "${kind}".`);
  const { kernel, rules = PRESETS.steady, after = 0 } = means;
  const refusedBy: Record<string, number> = {};
  let passed = 0;
  for (let seed = after + 1; seed <= after + tries; seed++) {
    const random = createRandom(1_000 + seed);
    const champion = championFor(pool, after + (seed % CHAMPIONS), kernel, rules);
    const rows = make(pool, champion.taught, champion.fresh, random);
    const result = build(rows, champion.one, champion.one.createdAt, kernel, rules);
    if (result.gate.passes) passed++;
    for (const { rule, verdict } of result.gate.verdicts) {
      if (verdict === 'refuses') refusedBy[rule] = (refusedBy[rule] ?? 0) + 1;
    }
  }
  return { kind, tries, passed, refusedBy };
}

const champions = new Map<string, ReturnType<typeof aChampion>>();

function championFor(
  pool: Pool,
  seed: number,
  kernel: Kernel,
  rules: GateRules,
): ReturnType<typeof aChampion> {
  const key = `${pool.name} ${seed}`;
  const known = champions.get(key) ?? aChampion(pool, seed, kernel, rules);
  champions.set(key, known);
  return known;
}

function aChampion(pool: Pool, seed: number, kernel: Kernel, rules: GateRules) {
  const order = [...shuffledIndices(pool.targets.length, createRandom(seed))];
  const rows = Math.min(CHAMPION_ROWS, Math.floor(pool.targets.length * 0.85));
  const taught = order.slice(0, rows);
  const built = build(rowsOf(pool, taught), null, seed, kernel, rules);
  if (built.outcome === 'refused' || !built.gate.passes) {
    const why = built.gate.verdicts.filter(({ verdict }) => verdict === 'refuses');
    throw new Error(`The champion itself is refused: ${why.map(({ sentence }) => sentence).join(' ')}`);
  }
  const { privateKey, publicKey } = createKeyPair();
  const files = signVersion(built.files, createSigner(privateKey));
  const manifest = verifyVersion(built.version, files, [publicKey]);
  return { one: championOf(built.version, manifest, files, seed), taught, fresh: order.slice(rows) };
}

/** The desk's seed stays: it draws the tickets that are held out, the same for both. */
function build(
  rows: LabelledRows,
  champion: Champion | null,
  seed: number,
  kernel: Kernel,
  rules: GateRules,
): BuiltVersion | RefusedRows {
  const input = { desk: 'bench', field: 'queue', rows, rules, champion, usher: 'bench' };
  return buildVersion({ ...input, agreement: { target: 0.95, delta: 0.1 } }, { seed, kernel });
}
