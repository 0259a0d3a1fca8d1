import { describe, expect, it } from '@jest/globals';
import type { BackendPrediction } from '../../../../server/backends/backend.ts';
import { calibrateOpinion, type LabelledOpinion } from '../../../../server/vertex/calibrate-opinion.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const LABELS = ['network', 'billing'];
const AGREED = { target: 0.95, delta: 0.1 };

function said(label: string, confidence: number, backend: 'embedded' | 'gemini'): BackendPrediction {
  return { ranked: [{ label, confidence }], explanation: [], backend, model: 'm', voteShare: 1 };
}

/** Tickets of which the models agree on four in five; what both say is right as often as `share`. */
function someOpinions(rows: number, share: number): LabelledOpinion[] {
  const random = createRandom(9);
  return Array.from({ length: rows }, () => {
    const [label = '', other = ''] = random() < 0.5 ? LABELS : LABELS.toReversed();
    const isRight = random() < share;
    const named = isRight ? label : other;
    const agrees = random() < 0.8;
    const mine = agrees ? named : named === label ? other : label;
    return {
      label,
      own: said(mine, 0.5 + 0.3 * random(), 'embedded'),
      other: said(named, 0.67, 'gemini'),
    };
  });
}

describe('calibrating a second opinion', () => {
  it('proves what agreeing models are right about', () => {
    const pair = calibrateOpinion(someOpinions(2_000, 0.99), LABELS, AGREED);
    expect(pair?.table.groups.map(({ state }) => state)).toEqual(['proven', 'proven']);
  });

  it('proves nothing where they are wrong too often', () => {
    const pair = calibrateOpinion(someOpinions(2_000, 0.8), LABELS, AGREED);
    expect(pair?.table.routedShare).toBe(0);
  });

  it('fits on one half and proves on the other, without tickets on which they disagree', () => {
    const pair = calibrateOpinion(someOpinions(2_000, 0.99), LABELS, AGREED);
    expect(pair?.rows).toBe(1_000);
    expect(pair?.table.checked).toBeLessThan(900);
  });

  it('is refused with fewer than two hundred labelled tickets', () => {
    expect(calibrateOpinion(someOpinions(198, 0.99), LABELS, AGREED)).toBeUndefined();
  });
});
