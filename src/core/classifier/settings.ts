// Which settings a training tries. With many rows one candidate is left, since the best hardly moves there; with few, trying
// costs little and matters.
import type { Document } from './document.ts';
import type { Settings } from './model-settings.ts';

/** Texts with fewer words on average lean as much on parts of words as on words. */
const SHORT_TEXT_WORDS = 25;
/** With fewer rows, a gram that was seen once is still worth keeping. */
const RARE_GRAM_ROWS_MAX = 1_500;
/** From here on, the strength is no longer tried out. */
const FEW_ROWS_MAX = 3_000;
/** With more rows, words of long texts are known well enough to count twice as much as their parts, and Bayes adds nothing. */
const MANY_ROWS_MIN = 15_000;
const STRENGTH = 10;
const STRENGTH_FEW_ROWS = 30;
const EPOCHS = 3;
const EPOCHS_FEW_ROWS = 6;
/** Rows that the second view should see over all its epochs: plain steps need more of them than adaptive ones. */
const MEANS_VISITS = 110_000;
const SAME_ROWS_VISITS = 50_000;
const MEANS_EPOCHS_MIN = 3;
const SAME_ROWS_EPOCHS_MIN = 5;
const SECOND_EPOCHS_MAX = 30;
/** With more labels, means would cost a second table as large as the first. */
const MEANS_LABELS_MAX = 32;

/** The settings to try for these documents, the most likely first. `rows` leaves descriptions of labels out. */
export function candidateSettings(
  documents: readonly Document[],
  rows: number,
  labels: number,
): [Settings, ...Settings[]] {
  let wordGrams = 0;
  for (const document of documents) wordGrams += document.wordGrams;
  const isShort = wordGrams / 2 < SHORT_TEXT_WORDS * documents.length;
  const isMeans = !isShort && labels <= MEANS_LABELS_MAX;
  const visits = isMeans ? MEANS_VISITS : SAME_ROWS_VISITS;
  const isFew = rows < FEW_ROWS_MAX;
  const first: Settings = {
    strength: STRENGTH,
    partWeight: isShort || rows < MANY_ROWS_MIN ? 1 : 0.5,
    frequencyMin: rows < RARE_GRAM_ROWS_MAX ? 1 : 2,
    epochs: isFew ? EPOCHS_FEW_ROWS : EPOCHS,
    secondView: isMeans ? 'word-means' : 'same-rows',
    hasBayes: rows < MANY_ROWS_MIN,
    secondEpochs: Math.min(
      SECOND_EPOCHS_MAX,
      Math.max(isMeans ? MEANS_EPOCHS_MIN : SAME_ROWS_EPOCHS_MIN, Math.ceil(visits / (rows + 1))),
    ),
  };
  if (!isFew) return [first];
  const bold = { ...first, strength: STRENGTH_FEW_ROWS };
  return isShort ? [first, bold] : [first, bold, { ...bold, partWeight: 2, frequencyMin: 2 }];
}
