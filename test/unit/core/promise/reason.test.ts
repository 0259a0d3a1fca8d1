import { describe, expect, it } from '@jest/globals';
import type { UnprovenReason } from '../../../../src/core/promise/promise-table.ts';
import { reasonText, unprovenText } from '../../../../src/core/promise/reason.ts';

const HOLDS = { code: 'promise-holds', target: 0.95, kind: 'strict', queues: 1 } as const;

describe('the words of a reason', () => {
  it.each([
    [0.8149, 0.815, '95 % promise holds from 0.815; this is 0.815'],
    [0.81, 0.8199, '95 % promise holds from 0.81; this is 0.81'],
    [0.5, 1, '95 % promise holds from 0.50; this is 1.00'],
    [0.999991, 0.999993, '95 % promise holds from 0.999991; this is 0.999993'],
  ])('show that a threshold of %d is reached by %d', (threshold, confidence, text) => {
    expect(reasonText({ ...HOLDS, threshold, confidence })).toBe(text);
  });

  it('show that a threshold is missed by a hair', () => {
    const reason = { ...HOLDS, code: 'below-threshold', threshold: 0.812, confidence: 0.8119 } as const;
    expect(reasonText(reason)).toBe('95 % promise holds only from 0.82; this is 0.81');
  });

  it('keep a target that is no whole percentage', () => {
    expect(reasonText({ ...HOLDS, target: 0.975, threshold: 0.9, confidence: 0.95 })).toContain(
      '97.5 % promise',
    );
  });

  it.each<[UnprovenReason, number | null, string]>([
    ['target-certain', null, 'no number of checked tickets proves 100 %; promise a little less'],
    ['one-label', null, 'there is only one queue to choose from'],
    ['no-hold-out', null, 'no checked tickets were kept apart from training; label some more'],
    ['no-hold-out', 96, 'no checked tickets were kept apart from training yet; label about 96 more'],
    ['promise-raised', null, 'it was tested for a lower promise than the desk makes now; learn again'],
    [
      'overconfident',
      null,
      'blind checks showed that its confidences are overstated; learn again from corrected tickets',
    ],
    ['scores-invalid', null, 'some confidences are not numbers from 0 to 1; train the model again'],
    ['scores-flat', null, 'all confidences are alike, so none is better than another; train on more tickets'],
    ['rarely-predicted', 42, 'tickets are hardly ever sent here; needs about 42 more checked tickets'],
    ['confidence-low', null, 'no ticket reaches the confidence that routing needs; train on more tickets'],
    ['too-few-checked', 1, 'needs about 1 more checked ticket'],
    ['too-few-checked', null, 'more checked tickets are needed'],
    ['too-many-errors', 90, 'too many checked tickets were wrong; needs about 90 more checked tickets'],
    [
      'too-many-errors',
      null,
      'too many checked tickets were wrong at every confidence; more tickets alone will not help',
    ],
  ])('say why nothing is proven: %s', (why, more, text) => {
    expect(unprovenText(why, more)).toBe(text);
  });
});
