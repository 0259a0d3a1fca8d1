// What a trained model is: everything needed to predict, and the manifest that says how it came to be.

/** Choices made on the training rows alone. */
export interface Settings {
  /** C: weight of a row's loss against half the squared weights. */
  readonly strength: number;
  /** Length of the block of word parts where the block of words has length one; 0 leaves parts out. */
  readonly partWeight: number;
  /** Rows in which a gram must occur to be kept. */
  readonly frequencyMin: number;
  readonly epochs: number;
}

/** How the model came to be; kept in the model file. */
export interface Manifest {
  readonly codeVersion: number;
  readonly rows: number;
  readonly rowsPerLabel: readonly number[];
  /** Hash of rows, targets and labels, eight hexadecimal digits: same data, same hash. */
  readonly dataHash: string;
  readonly settings: Settings;
  readonly scoring: 'held-out' | 'out-of-fold' | 'none';
  readonly scoredRows: number;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly ece: number | null;
}

/** A trained model of one field. Arrays may be views into a model file; nobody changes them. */
export interface Model {
  readonly labels: readonly string[];
  readonly hashSeed: number;
  readonly temperature: number;
  readonly manifest: Manifest;
  /** Keys of the features: words and word pairs first, then parts of words. */
  readonly keys: Uint32Array;
  readonly wordFeatures: number;
  readonly idf: Float32Array;
  /** Weight of feature f for label k is rowScale[f] × weights[f × labels + k]. */
  readonly rowScale: Float32Array;
  readonly weights: Int8Array;
  readonly bias: Float32Array;
}

/** Rounds weights [feature][label] to a byte each with one scale a feature; costs at most 1/254 of a row's largest weight. */
export function quantize(
  weights: Float32Array,
  features: number,
  labels: number,
): { rowScale: Float32Array; bytes: Int8Array } {
  const rowScale = new Float32Array(features);
  const bytes = new Int8Array(features * labels);
  for (let feature = 0; feature < features; feature++) {
    const first = feature * labels;
    let largest = 0;
    for (let at = first; at < first + labels; at++) largest = Math.max(largest, Math.abs(weights[at]!));
    if (largest === 0) continue;
    rowScale[feature] = largest / 127;
    const toByte = 127 / largest;
    for (let at = first; at < first + labels; at++) bytes[at] = Math.round(weights[at]! * toByte);
  }
  return { rowScale, bytes };
}
