import { describe, expect, it } from '@jest/globals';
import {
  conformalQuantile,
  learnSuggestionRule,
  suggestionSet,
} from '../../../../src/core/promise/suggestion-set.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const MISSING = [
  0.02, 0.05, 0.07, 0.11, 0.13, 0.2, 0.22, 0.31, 0.35, 0.4, 0.41, 0.5, 0.62, 0.7, 0.77, 0.81, 0.9, 0.93, 0.95,
];

function ruleOf(missing: readonly number[], miss: number) {
  return learnSuggestionRule(
    { targets: missing.map(() => 0), probabilityOfTarget: missing.map((m) => 1 - m) },
    3,
    miss,
  );
}

describe('the conformal quantile', () => {
  // numpy: the ceil((n + 1)(1 − miss))-th smallest.
  it.each([
    [0.1, 0.93],
    [0.2, 0.81],
    [0.01, Infinity],
  ])('at a miss of %d', (miss, expected) => {
    expect(conformalQuantile(MISSING, miss)).toBe(expected);
  });
});

describe('the set of suggestions', () => {
  it.each([
    [[0.9, 0.07, 0.03], [0]],
    [
      [0.5, 0.3, 0.2],
      [0, 1, 2],
    ],
    [
      [0.34, 0.33, 0.33],
      [0, 1, 2],
    ],
    [
      [0.2, 0.3, 0.5],
      [2, 1, 0],
    ],
  ])('for %j', (probabilities, expected) => {
    expect(suggestionSet(probabilities, ruleOf(MISSING, 0.2), 4)).toEqual(expected);
  });

  it('shows every label, up to the most allowed, while too little is known', () => {
    expect(suggestionSet([0.9, 0.06, 0.04], ruleOf([0.1, 0.2], 0.05), 2)).toEqual([0, 1]);
  });

  it('always shows one', () => {
    expect(suggestionSet([0.1, 0.1, 0.1], ruleOf(new Array<number>(100).fill(0), 0.1), 4)).toEqual([0]);
  });

  it('sets a limit of its own for a label with fifty tickets', () => {
    const targets = [...new Array<number>(60).fill(0), ...new Array<number>(49).fill(1)];
    const rule = learnSuggestionRule(
      { targets, probabilityOfTarget: targets.map((label) => 0.9 - 0.5 * label) },
      2,
      0.1,
    );
    expect(rule.byLabel.map((limit) => limit?.toFixed(2) ?? null)).toEqual(['0.90', null]);
    expect(rule.shared).toBeCloseTo(0.4, 12);
  });

  it('holds the true label as often as it says', () => {
    const random = createRandom(5);
    const draw = () => {
      const a = random() ** 2;
      const probabilities = [1 - a, a * 0.7, a * 0.3];
      const at = random();
      const target = at < 1 - a ? 0 : at < 1 - a * 0.3 ? 1 : 2;
      return { probabilities, target };
    };
    const seen = Array.from({ length: 2000 }, draw);
    const rule = learnSuggestionRule(
      {
        targets: seen.map(({ target }) => target),
        probabilityOfTarget: seen.map(({ target, probabilities }) => probabilities[target] ?? 0),
      },
      3,
      0.05,
    );
    const next = Array.from({ length: 4000 }, draw);
    const held = next.filter(({ target, probabilities }) =>
      suggestionSet(probabilities, rule, 3).includes(target),
    );
    expect(held.length / next.length).toBeGreaterThan(0.935);
  });
});
