import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Document, documentFromText } from '../../../../src/core/classifier/document.ts';
import { accuracy } from '../../../../src/core/classifier/measure.ts';
import { encodeModel } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { TrainingRefusal } from '../../../../src/core/classifier/training-rows.ts';
import { aTrainingSet, SEED, someRows } from './a-training-set.ts';

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof TrainingRefusal ? error.code : String(error);
  }
  return 'none';
}

describe('trainModel', () => {
  it('learns what tells the labels apart', () => {
    const { model } = trainModel(aTrainingSet(), { seed: SEED });
    const predictor = createPredictor(model);
    const fresh = someRows(90, 2);
    const predicted = fresh.map((row) => predictor.predict(row.text).label);
    expect(
      accuracy({ targets: fresh.map((row) => model.labels.indexOf(row.label)), predicted, confidence: [] }),
    ).toBeGreaterThan(0.9);
  });

  it('gives the same bytes for the same rows and seed', () => {
    const bytes = () => encodeModel(trainModel(aTrainingSet(), { seed: SEED }).model);
    expect(bytes()).toEqual(bytes());
  });

  it('reports what it saw of rows that were not fitted, one prediction a row', () => {
    const { report, unseen } = trainModel(aTrainingSet(someRows(60)), { seed: SEED });
    expect([...unseen.rows]).toEqual(Array.from({ length: 60 }, (_, row) => row));
    expect(report).toMatchObject({ scoring: 'out-of-fold', rows: 60, rowsPerLabel: [20, 20, 20] });
    expect(report.accuracy).toBe(accuracy(unseen));
  });

  it('cannot guess labels that were given at random', () => {
    const rows = someRows(300).map((row, index) => ({ ...row, label: index % 7 < 3 ? 'a' : 'b' }));
    const { report } = trainModel(aTrainingSet(rows), { seed: SEED });
    expect(report.accuracy).toBeLessThan(0.7);
  });

  it('never scores a text by a model that has seen the same text', () => {
    const rows = someRows(120).flatMap((row, index) => {
      const twin = { ...row, label: index % 2 === 0 ? 'even' : 'odd' };
      return [twin, twin];
    });
    const { report } = trainModel(aTrainingSet(rows), { seed: SEED });
    expect(report.accuracy).toBeLessThan(0.7);
  });

  it('leaves a label out, and names it, when it has no row', () => {
    const set = aTrainingSet();
    const { model, report } = trainModel({ ...set, labels: [...set.labels, 'facilities'] }, { seed: SEED });
    expect(model.labels).not.toContain('facilities');
    expect(report.labelsLeftOut).toEqual([{ label: 'facilities', reason: 'no ticket has this label yet' }]);
  });

  it('learns a label from its description alone', () => {
    const set = aTrainingSet();
    const { model } = trainModel(
      {
        ...set,
        labels: [...set.labels, 'facilities'],
        priors: { documents: [documentFromText('heating, lights, doors, parking', SEED)], targets: [3] },
      },
      { seed: SEED },
    );
    expect(model.labels[createPredictor(model).predict('heating and lights in the parking').label]).toBe(
      'facilities',
    );
  });

  it('trains on descriptions alone and says that nothing could be measured', () => {
    const texts = ['heating, lights, doors', 'password, login, account'];
    const { report } = trainModel(
      {
        labels: ['facilities', 'access'],
        documents: [],
        targets: [],
        priors: { documents: texts.map((text) => documentFromText(text, SEED)), targets: [0, 1] },
      },
      { seed: SEED },
    );
    expect(report).toMatchObject({ scoring: 'none', accuracy: null, rows: 0 });
  });

  it('leaves out rows without a valid label or without a word, and counts them', () => {
    const set = aTrainingSet();
    const documents = [...set.documents, documentFromText('', SEED), documentFromText('login', SEED)];
    const targets = [...Array.from(set.targets), 0, Number.NaN];
    const { report } = trainModel({ ...set, documents, targets }, { seed: SEED });
    expect(report).toMatchObject({ rows: 60, rowsWithoutText: 1, rowsWithoutLabel: 1 });
  });

  it.each<[string, string[], Document[], number[]]>([
    ['no-rows', ['a', 'b'], [], []],
    ['one-label', ['a', 'b'], [documentFromText('x y', SEED)], [0]],
    ['sizes-differ', ['a', 'b'], [documentFromText('x y', SEED)], [0, 1]],
    [
      'too-many-labels',
      Array.from({ length: 100_000 }, (_, label) => `label ${label}`),
      Array.from({ length: 100_000 }, () => documentFromText('x', SEED)),
      Array.from({ length: 100_000 }, (_, label) => label),
    ],
  ])('refuses with the code %s', (code, labels, documents, targets) => {
    expect(refusalOf(() => trainModel({ labels, documents, targets }, { seed: SEED }))).toBe(code);
  });

  it('gives probabilities that add up to one, whatever the rows are', () => {
    const row = fc.record({
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
      label: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 25 }), fc.string(), (rows, text) => {
        const refusalOrSum = () => {
          const { model } = trainModel(aTrainingSet(rows), { seed: SEED });
          return createPredictor(model)
            .predict(text)
            .probabilities.reduce((sum, share) => sum + share, 0);
        };
        let outcome: number | string;
        try {
          outcome = refusalOrSum();
        } catch (error) {
          outcome = error instanceof TrainingRefusal ? 1 : String(error);
        }
        expect(outcome).toBeCloseTo(1, 9);
      }),
      { numRuns: 15 },
    );
  });
});
