// Builds small training sets of tickets whose queue can be learnt from a few words.
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import type { TrainingSet } from '../../../../src/core/classifier/train.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

export const SEED = 7;

const WORDS: Record<string, readonly string[]> = {
  access: ['password', 'locked', 'login', 'account', 'reset', 'expired', 'sign', 'token'],
  hardware: ['laptop', 'screen', 'keyboard', 'broken', 'battery', 'mouse', 'dock', 'charger'],
  network: ['wifi', 'slow', 'vpn', 'connection', 'drops', 'cable', 'router', 'signal'],
};
const FILLERS = ['please', 'my', 'the', 'is', 'since', 'monday', 'help', 'again', 'cannot', 'office'];

/** Texts with their labels: three words of the label and five fillers in random order. */
export function someRows(rows: number, seed = 1): { text: string; label: string }[] {
  const random = createRandom(seed);
  const labels = Object.keys(WORDS);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  return Array.from({ length: rows }, (_, row) => {
    const label = labels[row % labels.length] ?? '';
    const own = Array.from({ length: 3 }, () => pick(WORDS[label] ?? []));
    const others = Array.from({ length: 5 }, () => pick(FILLERS));
    const words = [...own, ...others].sort(() => random() - 0.5);
    return { text: `${words.join(' ')} ${Math.floor(random() * 1e6)}`, label };
  });
}

/** A training set of the given rows, or of 60 tickets. */
export function aTrainingSet(rows = someRows(60)): TrainingSet {
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  return {
    labels,
    documents: rows.map((row) => documentFromText(row.text, SEED)),
    targets: rows.map((row) => labels.indexOf(row.label)),
  };
}
