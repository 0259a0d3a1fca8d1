import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeModel, encodeModel, ModelFileError } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED } from './a-training-set.ts';

const { model } = trainModel(aTrainingSet(), { seed: SEED });

describe('encodeModel', () => {
  it('gives back a model that predicts the same', () => {
    const copy = decodeModel(encodeModel(model));
    const text = 'my laptop screen is broken';
    expect(createPredictor(copy).predict(text)).toEqual(createPredictor(model).predict(text));
    expect(copy.manifest).toEqual(model.manifest);
  });

  it('keeps labels in any script', () => {
    const labels = ['Zugänge', '密码', '🔧'];
    expect(decodeModel(encodeModel({ ...model, labels })).labels).toEqual(labels);
  });

  it('reads a file that does not start at a multiple of four bytes', () => {
    const bytes = encodeModel(model);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(decodeModel(shifted.subarray(1)).labels).toEqual(model.labels);
  });
});

describe('decodeModel', () => {
  it('takes the same checksum from zlib', () => {
    expect(decodeModel(encodeModel(model), crc32).labels).toEqual(model.labels);
  });

  it('refuses a file that is no model', () => {
    expect(() => decodeModel(new Uint8Array(500))).toThrow('not a model file');
  });

  it('refuses a newer format and says what to do', () => {
    const bytes = encodeModel(model);
    bytes[4] = 200;
    expect(() => decodeModel(bytes)).toThrow(/format 200, this build reads \d+\. Deploy the newer build/);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a file that holds the weight %d', (weight) => {
    const bias = model.bias.slice().fill(weight, 0, 1);
    expect(() => decodeModel(encodeModel({ ...model, bias }))).toThrow('not finite numbers');
  });

  it('refuses a file that is cut off, wherever the cut is', () => {
    const bytes = encodeModel(model);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeModel(bytes.slice(0, length))).toThrow(ModelFileError);
      }),
    );
  });

  it('refuses a file in which any byte was altered', () => {
    const bytes = encodeModel(model);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ change;
        expect(() => decodeModel(altered)).toThrow(ModelFileError);
      }),
    );
  });
});
