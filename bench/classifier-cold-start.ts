// The classifier with next to no labels: 0, 1, 5, 20 and 50 a label beside a description of each, as a new desk has them.
import { join } from 'node:path';
import { readTable } from '../server/commands/csv.ts';
import { labelledTextsOf, textsOf } from '../server/commands/ticket-columns.ts';
import { trainingSetOf } from '../server/commands/training-table.ts';
import { createWasmKernel } from '../server/kernel/wasm-kernel.ts';
import { createWasmScorers } from '../server/kernel/wasm-scorer.ts';
import { type Document, documentFromText } from '../src/core/classifier/document.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import { type TrainingSet, trainModel } from '../src/core/classifier/train.ts';
import { createRandom, shuffledIndices } from '../src/core/statistics/random.ts';
import { type Figure, reported } from './figure.ts';
import { mean } from './measured-process.ts';

const SEED = 1;
const DRAWS = 3;
const LABELS_EACH = [1, 5, 20, 50];

/** What a lead might write about queues whose names say little; the intents of the other sets are described by their names. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  Access:
    'Access to a system, account, login, password reset, user or group permissions, card or door access',
  'Administrative rights':
    'Administrator rights on a computer, install or upgrade software as admin, version update',
  'HR Support':
    'Personnel: new starters and leavers, leave, holiday, time sheets, payroll, benefits, relocation',
  Hardware: 'Laptop, monitor, phone, headset, network, printer; something is broken, slow or gives an error',
  'Internal Project':
    'Project codes, project set-up, changes of a project and its tasks, approvals, internal projects',
  Miscellaneous: 'Anything else: questions, information, requests that fit no other queue',
  Purchase: 'Purchase order, buy, invoice, delivery, licence order, supplier, approval of a purchase',
  Storage: 'Mailbox size, disk space, shared drive, folder, backup, storage quota, archive',
};

/** Accuracies on the test file of models that know little; in brackets, the share whose label is among the best three. */
export async function coldStartFigures(data: string): Promise<Figure[]> {
  const kernel = await createWasmKernel();
  const createScorer = await createWasmScorers();
  return ['banking77', 'clinc150', 'it-tickets'].flatMap((name) => {
    const all = trainingSetOf(readTable(join(data, name, 'train.csv')), SEED);
    const test = readTable(join(data, name, 'test.csv'));
    const testDocuments = textsOf(test).map((text) => documentFromText(text, SEED));
    const truth = labelledTextsOf(test).labels;
    const described = { documents: [], targets: [], labels: all.labels, priors: priorsOf(all.labels) };
    const judged = (set: TrainingSet) => {
      const { model } = trainModel(set, { seed: SEED, kernel });
      const predictor = createPredictor(model, createScorer(model));
      let [right, amongThree] = [0, 0];
      testDocuments.forEach((document, row) => {
        const { label, probabilities } = predictor.predictDocument(document);
        const target = model.labels.indexOf(truth[row] ?? '');
        const better = probabilities.filter((share) => share > (probabilities[target] ?? 1)).length;
        if (label === target) right++;
        if (better < 3) amongThree++;
      });
      return { accuracy: right / truth.length, three: amongThree / truth.length };
    };
    const none = judged(described);
    const counted = judged({ ...described, unlabelled: all.documents });
    return [
      figureOf(`${name}, descriptions only`, [none]),
      figureOf(`${name}, descriptions and unlabelled tickets`, [counted]),
      ...LABELS_EACH.map((each) =>
        figureOf(
          `${name}, ${each} a label and descriptions`,
          Array.from({ length: DRAWS }, (_, draw) =>
            judged({ ...drawn(all, each, draw + 1), priors: described.priors }),
          ),
        ),
      ),
    ];
  });
}

function figureOf(name: string, runs: readonly { accuracy: number; three: number }[]): Figure {
  const three = mean(runs.map((run) => run.three)).toFixed(3);
  return reported(`${name} (best three ${three})`, mean(runs.map((run) => run.accuracy)), '');
}

function priorsOf(labels: readonly string[]) {
  const texts = labels.map((label) => `${label.replaceAll('_', ' ')}\n${DESCRIPTIONS[label] ?? ''}`);
  return {
    documents: texts.map((text) => documentFromText(text, SEED)),
    targets: labels.map((_, label) => label),
  };
}

/** The first `each` rows of every label in a random order. */
function drawn({ documents, targets, labels }: TrainingSet, each: number, seed: number): TrainingSet {
  const taken = new Uint32Array(labels.length);
  const rows = shuffledIndices(documents.length, createRandom(seed)).filter((row) => {
    const target = targets[row] ?? 0;
    taken[target] = (taken[target] ?? 0) + 1;
    return (taken[target] ?? 0) <= each;
  });
  return {
    labels,
    documents: Array.from(rows, (row) => documents[row] as Document),
    targets: Array.from(rows, (row) => targets[row] ?? -1),
  };
}
