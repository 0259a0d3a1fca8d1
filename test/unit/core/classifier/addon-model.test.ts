import { describe, expect, it } from '@jest/globals';
import { ADDON_MODEL_BYTES_MAX, encodeAddonModel } from '../../../../src/core/classifier/addon-model.ts';
import type { Model } from '../../../../src/core/classifier/model.ts';
import { decodeModel, encodeModel } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED } from './a-training-set.ts';

const small = trainModel(aTrainingSet(), { seed: SEED }).model;

/** The small model with `more` parts that were never seen and weigh next to nothing, so that it outgrows the add-on. */
function withIdleParts(more: number): Model {
  const features = small.keys.length + more;
  const extended = <T extends Float32Array | Uint32Array | Int8Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  const scale = extended(small.scale, new Float32Array(features));
  scale.fill(4, small.keys.length);
  const rarity = extended(small.rarity, new Uint8Array(features));
  rarity.fill(40, small.keys.length);
  const rowScale = extended(small.rowScale, new Float32Array(features));
  rowScale.fill(1e-9, small.keys.length);
  const weights = extended(small.weights, new Int8Array(features * small.labels.length));
  for (let at = small.weights.length; at < weights.length; at++) weights[at] = at % 100;
  const keys = extended(small.keys, new Uint32Array(features));
  for (let feature = small.keys.length; feature < features; feature++) keys[feature] = 2 * feature + 1;
  return { ...small, keys, scale, rarity, rowScale, weights };
}

describe('encodeAddonModel', () => {
  it('leaves a small model whole', () => {
    expect(encodeAddonModel(small)).toEqual(encodeModel(small));
  });

  it('keeps a large model within its limit and close to it', () => {
    const bytes = encodeAddonModel(withIdleParts(60_000));
    expect(bytes.length).toBeLessThanOrEqual(ADDON_MODEL_BYTES_MAX);
    expect(bytes.length).toBeGreaterThan(0.95 * ADDON_MODEL_BYTES_MAX);
  });

  it('keeps the grams that matter', () => {
    const kept = decodeModel(encodeAddonModel(withIdleParts(60_000)));
    expect([...small.keys].filter((key) => !kept.keys.includes(key)).length).toBeLessThan(
      small.keys.length / 20,
    );
    expect(kept.labels[createPredictor(kept).predict('my laptop screen is broken').label]).toBe('hardware');
  });
});
