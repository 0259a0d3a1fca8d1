// The classifier with few rows and with a million.
import { join } from 'node:path';
import process from 'node:process';
import { readTable } from '../server/commands/csv.ts';
import { labelledTextsOf, textsOf } from '../server/commands/ticket-columns.ts';
import { trainingSetOf } from '../server/commands/training-table.ts';
import { createWasmKernel } from '../server/kernel/wasm-kernel.ts';
import { type Document, documentFromText } from '../src/core/classifier/document.ts';
import { accuracy } from '../src/core/classifier/measure.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import { trainModel } from '../src/core/classifier/train.ts';
import { createRandom, shuffledIndices } from '../src/core/statistics/random.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { cpuSecondsOf, mean } from './measured-process.ts';

const SEED = 1;
const DRAWS = 5;
const GOALS = [
  [200, 0.64, 0.675],
  [1_000, 0.775, 0.792],
  [5_000, 0.823, 0.835],
] as const;
const MILLION = 1_000_000;
const QUEUES = 8;
const WORDS = 20_000;
const WORDS_PER_ROW = 12;

/** Accuracy on the test file of models trained on random draws of the training file. */
export async function fewRowFigures(folder: string): Promise<Figure[]> {
  const kernel = await createWasmKernel();
  const { documents, targets, labels } = trainingSetOf(readTable(join(folder, 'train.csv')), SEED);
  const test = readTable(join(folder, 'test.csv'));
  const testDocuments = textsOf(test).map((text) => documentFromText(text, SEED));
  const truth = labelledTextsOf(test).labels;
  return GOALS.map(([rows, must, aim]) => {
    const accuracies = Array.from({ length: DRAWS }, (_, draw) => {
      const drawn = shuffledIndices(documents.length, createRandom(draw + 1)).subarray(0, rows);
      const part = {
        labels,
        documents: Array.from(drawn, (row) => documents[row] as Document),
        targets: Array.from(drawn, (row) => targets[row] ?? -1),
      };
      const { model } = trainModel(part, { seed: SEED, kernel });
      const predictor = createPredictor(model);
      const predicted = testDocuments.map((document) => predictor.predictDocument(document).label);
      return accuracy({
        targets: truth.map((label) => model.labels.indexOf(label)),
        predicted,
        confidence: [],
      });
    });
    const middle = mean(accuracies);
    const spread = Math.sqrt(mean(accuracies.map((value) => (value - middle) ** 2)) / (DRAWS - 1));
    const figure = atLeast(`it-tickets with ${rows} rows (± ${spread.toFixed(4)})`, middle, '', must);
    return { ...figure, aim: `≥ ${aim}` };
  });
}

/** CPU and memory of a training on a million made-up short tickets of eight queues. */
export async function millionRowFigures(): Promise<Figure[]> {
  const kernel = await createWasmKernel();
  const random = createRandom(SEED);
  const labels = Array.from({ length: QUEUES }, (_, label) => `queue ${label}`);
  const targets = new Uint8Array(MILLION);
  const documents: Document[] = [];
  const seconds = cpuSecondsOf(() => {
    for (let row = 0; row < MILLION; row++) {
      targets[row] = Math.floor(QUEUES * random());
      let text = '';
      for (let word = 0; word < WORDS_PER_ROW; word++) {
        const isOwn = random() < 0.15;
        const number = Math.floor(WORDS * random() ** 3);
        text += ` w${isOwn ? (targets[row] ?? 0) * WORDS + number : number}`;
      }
      documents.push(documentFromText(text, SEED));
    }
    trainModel({ labels, documents, targets }, { seed: SEED, kernel });
  });
  return [
    { ...reported('a million rows, CPU', seconds, 's'), aim: '≤ 40' },
    {
      ...atMost('a million rows, memory', process.resourceUsage().maxRSS / 1024 / 1024, 'GB', 3),
      aim: '≤ 2.5',
    },
  ];
}
