// The third view: complement naive Bayes over tf·idf rows (Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text
// Classifiers", 2003, TWCNB). One pass, no tuning; where labels are few and rows are fewer it knows what a fit cannot learn yet.
import { COUNT_BITS } from './grams.ts';
import { longestRow, rowValues, type SparseRows } from './sparse-rows.ts';

/** Added to every feature's mass; small, as tf·idf masses are. */
const SMOOTHING = 0.01;

/** Weights [feature][label]: minus the log share of the feature among all other labels' rows, scaled to mean size 1 a label. */
export function bayesWeights(data: SparseRows, targets: ArrayLike<number>, labels: number): Float32Array {
  const { features } = data;
  const weights = new Float32Array(features * labels);
  const labelMass = new Float64Array(labels);
  const values = new Float32Array(longestRow(data));
  for (let row = 0; row < data.rows; row++) {
    const target = targets[row]!;
    const first = data.start[row]!;
    const length = rowValues(data, row, values);
    for (let index = 0; index < length; index++) {
      weights[(data.entries[first + index]! >>> COUNT_BITS) * labels + target]! += values[index]!;
      labelMass[target]! += values[index]!;
    }
  }
  const allMass = labelMass.reduce((sum, mass) => sum + mass, 0);
  const logOther = labelMass.map((mass) => Math.log(allMass - mass + SMOOTHING * features));
  const size = new Float64Array(labels);
  for (let feature = 0; feature < features; feature++) {
    const at = feature * labels;
    let mass = 0;
    for (let label = 0; label < labels; label++) mass += weights[at + label]!;
    for (let label = 0; label < labels; label++) {
      const weight = logOther[label]! - Math.log(mass - weights[at + label]! + SMOOTHING);
      weights[at + label] = weight;
      size[label]! += Math.abs(weight);
    }
  }
  for (let at = 0; at < weights.length; at++) weights[at]! *= features / size[at % labels]!;
  return weights;
}
