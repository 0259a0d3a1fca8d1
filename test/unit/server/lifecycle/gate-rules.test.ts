import { describe, expect, it } from '@jest/globals';
import { PRESETS, parseGateRules } from '../../../../server/lifecycle/gate-rules.ts';
import { pairedNewcombeInterval } from '../../../../src/core/statistics/intervals.ts';

describe('gate rules', () => {
  it.each(['new-desk', 'steady', 'strict'] as const)('knows the preset %s', (preset) => {
    expect(parseGateRules(`preset: ${preset}`)).toEqual(PRESETS[preset]);
  });

  it.each(['new-desk', 'steady', 'strict'] as const)(
    'let a model pass that says the same on as few tickets as the preset %s compares on',
    (preset) => {
      const { rows_min: n, margin } = PRESETS[preset].champion;
      const same = { both: n, onlyFirst: 0, onlySecond: 0, neither: 0 };
      expect(-pairedNewcombeInterval(same, 0.9).low).toBeLessThanOrEqual(margin);
    },
  );

  it('are steady where the file says nothing', () => {
    expect(parseGateRules('')).toEqual(PRESETS.steady);
  });

  it('replace the preset’s values one by one', () => {
    const rules = parseGateRules('preset: strict\nquality:\n  accuracy_min: 0.9\n');
    expect(rules.quality).toEqual({ ...PRESETS.strict.quality, accuracy_min: 0.9 });
  });

  it.each([
    ['a key that nobody knows', 'acuracy_min: 0.9', /nobody knows the key acuracy_min/],
    [
      'a key that nobody knows, further in',
      'quality: {acuracy_min: 0.9}',
      /nobody knows the key quality\.acuracy_min/,
    ],
    ['a share above one', 'quality: {accuracy_min: 80}', /quality\.accuracy_min must be <= 1/],
    ['a text for a number', 'data: {rows_min: many}', /data\.rows_min must be integer/],
    ['a preset that does not exist', 'preset: lax', /Presets are new-desk, steady, strict/],
    ['another version', 'version: 2', /version must be equal to constant/],
    ['broken YAML', 'data: {rows_min: 3', /no YAML/],
    ['a list', '- data', /must hold keys and values/],
  ])('refuse %s', (_, text, message) => {
    expect(() => parseGateRules(text)).toThrow(message);
  });
});
