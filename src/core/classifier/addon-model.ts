// The small variant of a model for Apps Script, which keeps it in cells: only the grams that matter most, in the same format.

import { type Model, RARITY_STEPS } from './model.ts';
import { encodeModel } from './model-file.ts';

/** 400 KB in base64; a property store ends at 500 KB. */
export const ADDON_MODEL_BYTES_MAX = 300_000;
/** Room for the prefix, the header's fixed part and the sections' alignment. */
const HEADER_BYTES = 2_048;
/** Of a gram's key, scale, row scale and rarity. */
const GRAM_BYTES = 13;

/** Encodes the model with as many grams as fit ADDON_MODEL_BYTES_MAX; a model that fits as it is stays whole. */
export function encodeAddonModel(model: Model): Uint8Array {
  const whole = encodeModel(model);
  if (whole.length <= ADDON_MODEL_BYTES_MAX) return whole;
  const labels = model.labels.length;
  const wordBytes = GRAM_BYTES + labels + (model.meanScale.length > 0 ? 4 + labels : 0);
  const labelBytes = JSON.stringify(model.labels).length * 6 + labels * 12;
  let bytesLeft = ADDON_MODEL_BYTES_MAX - HEADER_BYTES - labelBytes;
  const kept = new Uint8Array(model.keys.length);
  for (const feature of mostImportantFirst(model)) {
    bytesLeft -= feature < model.wordFeatures ? wordBytes : GRAM_BYTES + labels;
    if (bytesLeft < 0) break;
    kept[feature] = 1;
  }
  return encodeModel(withFeatures(model, kept));
}

/** By rows that hold the gram times the spread of its weights squared: what leaving it out would change over all rows. */
function mostImportantFirst(model: Model): number[] {
  const { keys, scale, rowScale, weights, labels } = model;
  const importance = new Float64Array(keys.length);
  for (let feature = 0; feature < keys.length; feature++) {
    const at = feature * labels.length;
    let sum = 0;
    let squares = 0;
    for (let label = 0; label < labels.length; label++) {
      sum += weights[at + label]!;
      squares += weights[at + label]! ** 2;
    }
    const spread = (squares - (sum * sum) / labels.length) * (rowScale[feature]! * scale[feature]!) ** 2;
    importance[feature] = spread * frequencyOf(model, feature);
  }
  const order = Array.from(keys, (_, feature) => feature);
  return order.sort((one, other) => importance[other]! - importance[one]! || one - other);
}

/** Rows that hold a gram, about. */
function frequencyOf({ rarity, manifest }: Model, feature: number): number {
  return (manifest.rows + 1) * Math.exp(-rarity[feature]! / RARITY_STEPS);
}

function withFeatures(model: Model, kept: Uint8Array): Model {
  const labels = model.labels.length;
  const shares = keptShares(model, kept);
  const scaleOf = (feature: number) => Math.sqrt(feature < model.wordFeatures ? shares.word : shares.part);
  const isKept = (_: number, feature: number) => kept[feature] === 1;
  const hasKeptRow = (_: number, at: number) => kept[Math.floor(at / labels)] === 1;
  return {
    ...model,
    wordFeatures: kept.subarray(0, model.wordFeatures).reduce((sum, one) => sum + one, 0),
    keys: model.keys.filter(isKept),
    scale: model.scale.filter(isKept),
    rarity: model.rarity.filter(isKept),
    rowScale: model.rowScale.map((scale, feature) => scale * scaleOf(feature)).filter(isKept),
    weights: model.weights.filter(hasKeptRow),
    meanScale: model.meanScale.map((scale) => scale * shares.mean).filter(isKept),
    meanWeights: model.meanWeights.filter(hasKeptRow),
  };
}

/**
 * Shares of the texts' mass that the kept grams hold: of the words' and the parts' squares, and of the words' counts. A text is
 * scaled by the grams that the model knows, so with fewer of them every gram would weigh more; the weights make up for it.
 */
function keptShares(model: Model, kept: Uint8Array) {
  const { scale, wordFeatures } = model;
  const all = { word: 0, part: 0, mean: 0 };
  const left = { word: 0, part: 0, mean: 0 };
  for (let feature = 0; feature < scale.length; feature++) {
    const frequency = frequencyOf(model, feature);
    const block = feature < wordFeatures ? 'word' : 'part';
    const squares = frequency * scale[feature]! ** 2;
    all[block] += squares;
    left[block] += kept[feature]! * squares;
    if (block === 'part') continue;
    all.mean += frequency;
    left.mean += kept[feature]! * frequency;
  }
  const shareOf = (block: 'word' | 'part' | 'mean') => (all[block] === 0 ? 1 : left[block] / all[block]);
  return { word: shareOf('word'), part: shareOf('part'), mean: shareOf('mean') };
}
