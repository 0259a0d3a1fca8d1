// Which settings a training tries. With many rows only the weighing of grams is left to try, since the best of the others hardly
// moves there; with few, trying costs little and matters.
import type { Document } from './document.ts';
import type { Settings } from './model-settings.ts';

/** Texts with fewer words on average lean as much on parts of words as on words. */
const SHORT_TEXT_WORDS = 25;
/** With fewer rows, a gram that was seen once is still worth keeping. */
const RARE_GRAM_ROWS_MAX = 1_500;
/** From here on, strength and parts are no longer tried out. */
const FEW_ROWS_MAX = 3_000;
/** With more rows, words of long texts are known well enough to count twice as much as their parts, and Bayes adds nothing. */
const MANY_ROWS_MIN = 15_000;
const STRENGTH = 10;
const STRENGTH_FEW_ROWS = 30;
const EPOCHS = 3;
const EPOCHS_FEW_ROWS = 6;
/** Rows that the second view should see over all its epochs: plain steps need more of them than adaptive ones. */
const MEANS_VISITS = 110_000;
const SAME_ROWS_VISITS = 100_000;
const MEANS_EPOCHS_MIN = 3;
const SAME_ROWS_EPOCHS_MIN = 5;
const SECOND_EPOCHS_MAX = 30;
/** With more labels, means would cost a second table as large as the first. */
const MEANS_LABELS_MAX = 32;

/** The settings that are most likely best for these documents. `rows` leaves descriptions of labels out. */
export function likelySettings(documents: readonly Document[], rows: number, labels: number): Settings {
  let wordGrams = 0;
  for (const document of documents) wordGrams += document.wordGrams;
  const isShort = wordGrams / 2 < SHORT_TEXT_WORDS * documents.length;
  const isMeans = !isShort && labels <= MEANS_LABELS_MAX;
  const visits = isMeans ? MEANS_VISITS : SAME_ROWS_VISITS;
  const isFew = rows < FEW_ROWS_MAX;
  return {
    strength: isFew ? STRENGTH_FEW_ROWS : STRENGTH,
    partWeight: isShort || rows < MANY_ROWS_MIN ? 1 : 0.5,
    frequencyMin: rows < RARE_GRAM_ROWS_MAX ? 1 : 2,
    epochs: isFew ? EPOCHS_FEW_ROWS : EPOCHS,
    secondView: isMeans ? 'word-means' : 'same-rows',
    hasBayes: rows < MANY_ROWS_MIN,
    weighing: isShort ? 'rare' : 'telling',
    secondEpochs: Math.min(
      SECOND_EPOCHS_MAX,
      Math.max(isMeans ? MEANS_EPOCHS_MIN : SAME_ROWS_EPOCHS_MIN, Math.ceil(visits / (rows + 1))),
    ),
  };
}

/** Changes to try one after the other, each on top of those that were kept. */
export function changesToTry(likely: Settings, rows: number): Partial<Settings>[] {
  const weighing = { weighing: likely.weighing === 'rare' ? 'telling' : 'rare' } as const;
  if (rows >= FEW_ROWS_MAX) return [weighing];
  const strength = { strength: STRENGTH };
  return likely.weighing === 'rare'
    ? [weighing, strength]
    : [weighing, strength, { partWeight: 2, frequencyMin: 2 }];
}
