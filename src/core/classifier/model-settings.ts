// The choices a training makes, which are kept with the model.

/** Choices made on the training rows alone. */
export interface Settings {
  /** C: weight of a row's loss against half the squared weights. */
  readonly strength: number;
  /** Length of the block of word parts where the block of words has length one; 0 leaves parts out. */
  readonly partWeight: number;
  /** Rows in which a gram must occur to be kept. */
  readonly frequencyMin: number;
  readonly epochs: number;
  /** What the second view reads: the same rows, or the rows' words as means. */
  readonly secondView: 'same-rows' | 'word-means';
  /** Zero leaves the second view at nothing. */
  readonly secondEpochs: number;
  /** Whether naive Bayes is the third view. */
  readonly hasBayes: boolean;
  readonly weighing: Weighing;
}

/** How grams are weighed before the fit: by how rare they are, or also by how much they tell of the label; see gram-scales.ts. */
export type Weighing = 'rare' | 'telling';
