import { describe, expect, it } from '@jest/globals';
import type { Label } from '../../../src/core/contract.ts';
import { activeLabels, currentLabelId } from '../../../src/core/labels.ts';

const label = (id: string, changes: Partial<Label> = {}): Label => ({
  ...{ id, name: id, description: '', keywords: [] },
  ...changes,
});

describe('currentLabelId', () => {
  const labels = [
    label('a', { mergedInto: 'b' }),
    label('b', { mergedInto: 'c' }),
    label('c'),
    label('d', { isRetired: true }),
    label('e', { mergedInto: 'f' }),
    label('f', { mergedInto: 'e' }),
    label('g', { mergedInto: 'd' }),
  ];

  it.each([
    ['c', 'c'],
    ['a', 'c'],
    ['d', null],
    ['g', null],
    ['e', null],
    ['unknown', null],
  ])('of %s is %s', (id, expected) => {
    expect(currentLabelId(labels, id)).toBe(expected);
  });

  it('agrees with what is active', () => {
    expect(activeLabels(labels).map(({ id }) => id)).toEqual(['c']);
  });
});
