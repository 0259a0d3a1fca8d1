// How fast the classifier predicts, relative to a pass that only folds and hashes the same text, and how fast a model loads.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readTable } from '../server/commands/csv.ts';
import { textsOf } from '../server/commands/ticket-columns.ts';
import { trainingSetOf } from '../server/commands/training-table.ts';
import { createWasmKernel } from '../server/kernel/wasm-kernel.ts';
import { createWasmScorers } from '../server/kernel/wasm-scorer.ts';
import { explainLast } from '../src/core/classifier/explain.ts';
import { createGramScanner } from '../src/core/classifier/grams.ts';
import { decodeModel, encodeModel } from '../src/core/classifier/model-file.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import { trainModel } from '../src/core/classifier/train.ts';
import { atMost, type Figure, reported } from './figure.ts';
import { cpuSecondsOf, measuredRun, median } from './measured-process.ts';

const SEED = 1;
const ROUNDS = 9;
const LOADS = 5;
/** Words that a reason names. */
const WORDS_SHOWN = 5;
const RATIO_MAX: Record<string, readonly [number, number]> = { banking77: [10, 5], 'it-tickets': [8, 4] };

/** Figures of one data set; the model is trained on its training file. */
export async function classifierSpeed(name: string, folder: string): Promise<Figure[]> {
  const set = trainingSetOf(readTable(join(folder, 'train.csv')), SEED);
  const bytes = encodeModel(trainModel(set, { seed: SEED, kernel: await createWasmKernel() }).model);
  const texts = textsOf(readTable(join(folder, 'test.csv')));
  const model = decodeModel(bytes);
  const createScorer = await createWasmScorers();
  const predictor = createPredictor(model, createScorer(model));
  const plain = createPredictor(model);
  const scanner = createGramScanner();
  const passes = {
    hash: (text: string) => scanner.scan(text, SEED),
    predict: (text: string) => predictor.predict(text),
    plain: (text: string) => plain.predict(text),
    explain: (text: string) => {
      const { label, runnerUp } = predictor.predict(text);
      explainLast(predictor, text, label, runnerUp, WORDS_SHOWN);
    },
  };
  const seconds: Record<keyof typeof passes, number[]> = { hash: [], predict: [], plain: [], explain: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const pass of ['hash', 'predict', 'plain', 'explain'] as const) {
      seconds[pass].push(
        cpuSecondsOf(() => {
          for (const text of texts) passes[pass](text);
        }),
      );
    }
  }
  const ratioOf = (pass: keyof typeof passes, to: keyof typeof passes) =>
    median(seconds[pass].map((value, round) => value / (seconds[to][round] ?? Number.NaN)));
  const [most, aim] = RATIO_MAX[name] ?? [10, 5];
  return [
    {
      ...atMost(`${name} prediction against fold and hash`, ratioOf('predict', 'hash'), '×', most),
      aim: `≤ ${aim}`,
    },
    reported(`${name} prediction against fold and hash, plain TypeScript`, ratioOf('plain', 'hash'), '×'),
    reported(`${name} prediction CPU`, (1e6 * median(seconds.predict)) / texts.length, 'µs'),
    {
      ...reported(`${name} explained prediction against unexplained`, ratioOf('explain', 'predict'), '×'),
      aim: '≤ 1.15',
    },
    ...loadFigures(name, bytes),
  ];
}

/** Loading is timed in processes of its own, so that nothing is warm. */
function loadFigures(name: string, bytes: Uint8Array): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  const path = join(folder, 'model');
  writeFileSync(path, bytes);
  const loader = join(import.meta.dirname, 'classifier-load.ts');
  const times = Array.from({ length: LOADS }, () =>
    Number(measuredRun(process.execPath, [loader, path]).stdout),
  );
  const size = readFileSync(path).length / 1e6;
  rmSync(folder, { recursive: true });
  if (name !== 'banking77') return [reported(`${name} model load CPU`, median(times), 'ms')];
  return [
    { ...atMost(`${name} model load CPU`, median(times), 'ms', 12), aim: '≤ 5' },
    { ...atMost(`${name} model size`, size, 'MB', 3), aim: '≤ 2.3' },
  ];
}
