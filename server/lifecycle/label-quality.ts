// Labels that look wrong, and queues that people cannot tell apart, from out-of-fold probabilities.
// Source: C. Northcutt, L. Jiang and I. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70 (2021).
import type { CrossPrediction } from '../../src/core/classifier/cross-predict.ts';

/** A row whose label is probably another one. */
export interface LabelSuspect {
  /** Index in the training set. */
  readonly row: number;
  readonly given: string;
  readonly suggested: string;
  /** Probability of the given label minus that of the best other one, −1 to 1; the lowest is the surest mistake. */
  readonly margin: number;
}

/** Two queues whose tickets bear each other's label. */
export interface QueueOverlap {
  readonly one: string;
  readonly other: string;
  /** Rows under one of the two that are confidently the other, and as a share of the smaller queue's rows. */
  readonly rows: number;
  readonly share: number;
}

/** What confident learning finds in a labelled set. */
export interface LabelQuality {
  /** The surest first. */
  readonly suspects: readonly LabelSuspect[];
  readonly overlaps: readonly QueueOverlap[];
  /** Share of rows whose label is confidently another one, 0–1. */
  readonly noise: number;
}

/** From this share of the smaller queue on, two queues overlap. */
const OVERLAP_MIN = 0.1;
/** Fewer swapped rows are chance, whatever their share. */
const OVERLAP_ROWS_MIN = 3;

/** Judges every label by fits that have not seen it. */
export function judgeLabels({ labels, rows, targets, probabilities }: CrossPrediction): LabelQuality {
  const width = labels.length;
  const { thresholds, counts } = selfConfidence(targets, probabilities, width);
  const suspects: LabelSuspect[] = [];
  const swapped = new Map<string, number>();
  for (let row = 0; row < rows.length; row++) {
    const given = targets[row]!;
    const at = row * width;
    let guess = -1;
    let best = -1;
    for (let label = 0; label < width; label++) {
      const probability = probabilities[at + label]!;
      if (label !== given && (best < 0 || probability > probabilities[at + best]!)) best = label;
      if (probability < thresholds[label]! - 1e-6) continue;
      if (guess < 0 || probability > probabilities[at + guess]!) guess = label;
    }
    if (guess < 0 || guess === given || best < 0) continue;
    const margin = probabilities[at + given]! - probabilities[at + best]!;
    suspects.push({ row: rows[row]!, given: labels[given]!, suggested: labels[guess]!, margin });
    const pair = given < guess ? `${given} ${guess}` : `${guess} ${given}`;
    swapped.set(pair, (swapped.get(pair) ?? 0) + 1);
  }
  suspects.sort((one, other) => one.margin - other.margin || one.row - other.row);
  return {
    suspects,
    overlaps: overlapsOf(swapped, labels, counts),
    noise: rows.length === 0 ? 0 : suspects.length / rows.length,
  };
}

/** Mean probability of a label among the rows that bear it: what "confident" means for that label. */
function selfConfidence(targets: Uint32Array, probabilities: Float32Array, width: number) {
  const sums = new Float64Array(width);
  const counts = new Uint32Array(width);
  for (let row = 0; row < targets.length; row++) {
    const label = targets[row]!;
    sums[label]! += probabilities[row * width + label]!;
    counts[label]!++;
  }
  const thresholds = sums.map((sum, label) => (counts[label] === 0 ? 1 : sum / counts[label]!));
  return { thresholds, counts };
}

function overlapsOf(
  swapped: ReadonlyMap<string, number>,
  labels: readonly string[],
  counts: Uint32Array,
): QueueOverlap[] {
  const overlaps = [...swapped].map(([pair, rows]) => {
    const [one = 0, other = 0] = pair.split(' ').map(Number);
    const share = rows / Math.max(1, Math.min(counts[one]!, counts[other]!));
    return { one: labels[one]!, other: labels[other]!, rows, share };
  });
  return overlaps
    .filter(({ rows, share }) => rows >= OVERLAP_ROWS_MIN && share >= OVERLAP_MIN)
    .sort((one, other) => other.share - one.share || (one.one < other.one ? -1 : 1));
}
