import { describe, expect, it } from '@jest/globals';
import { compareSlices, type JudgedTicket, type SliceFigure } from '../../../../server/monitor/fairness.ts';
import { fairnessLevel, fairnessSignals } from '../../../../server/monitor/fairness-signals.ts';

function judged(language: string, n: number, right: number, confidenceSum: number): JudgedTicket[] {
  return Array.from({ length: n }, (_, number) => ({
    id: `${language}${number}`,
    attributes: { language },
    isRight: number < right,
    confidence: confidenceSum / n,
    isAssigned: true,
    isCorrected: false,
  }));
}

// Expected: scipy 1.17.1 stats.fisher_exact, stats.false_discovery_control, statsmodels 0.14 proportion_confint(wilson).
const DESK = [
  ...judged('en', 500, 430, 441),
  ...judged('de', 100, 82, 84.2),
  ...judged('fr', 40, 30, 34),
  ...judged('pl', 12, 6, 9.8),
];

function accuracyOf(slice: string, tickets = DESK): SliceFigure | undefined {
  return compareSlices(tickets, ['language']).figures.find(
    (figure) => figure.slice === slice && figure.figure === 'accuracy',
  );
}

describe('fairness', () => {
  it.each([
    ['en', 0.86, 0.826833135055546, 0.8876773398121365, 0.0836842105263158, 0.01629821779873102],
    ['de', 0.82, 0.7333264161369926, 0.8829977450105364, -0.02420289855072466, 0.5533525520636267],
    ['fr', 0.75, 0.5980603857923197, 0.858128813609037, -0.09640522875816993, 0.11816481233103704],
  ])('compares %s with the rest', (slice, value, low, high, gap, p) => {
    const figure = accuracyOf(slice);
    expect(figure?.value).toBeCloseTo(value, 12);
    expect(figure?.interval.low).toBeCloseTo(low, 10);
    expect(figure?.interval.high).toBeCloseTo(high, 10);
    expect(figure?.gap).toBeCloseTo(gap, 12);
    expect((figure?.pValue ?? 0) / p).toBeCloseTo(1, 9);
  });

  it('gives the calibration gap of a slice', () => {
    const gap = compareSlices(DESK, ['language']).figures.find(
      ({ slice, figure }) => slice === 'fr' && figure === 'calibrationGap',
    );
    expect(gap?.value).toBeCloseTo(0.1, 12);
  });

  it('corrects for the number of comparisons', () => {
    const { figures } = compareSlices(DESK, ['language']);
    expect(figures.every(({ pValue, qValue }) => qValue >= pValue)).toBe(true);
    expect(accuracyOf('en')?.qValue).toBeGreaterThan(accuracyOf('en')?.pValue ?? 1);
  });

  it('shows no share of a slice with fewer than thirty tickets', () => {
    expect(compareSlices(DESK, ['language']).small).toEqual([{ attribute: 'language', slice: 'pl', n: 12 }]);
    const signal = fairnessSignals(DESK, ['language']).find(({ subject }) => subject === 'language=pl');
    expect(signal).toMatchObject({ level: 'not-enough-data', effect: null });
    expect(signal?.sentence).not.toContain('%');
  });

  it('warns about a slice that is clearly served worse and says what to do', () => {
    const desk = [...judged('en', 800, 740, 730), ...judged('de', 200, 140, 150)];
    const signal = fairnessSignals(desk, ['language']).find(
      ({ monitor, subject }) => monitor === 'fairness.accuracy' && subject === 'language=de',
    );
    expect(signal?.level).toBe('warn');
    expect(signal?.sentence).toContain('70 % of 200');
    expect(signal?.sentence).toContain('Label more');
  });

  it('does not warn about the slice that is served better', () => {
    const desk = [...judged('en', 800, 740, 730), ...judged('de', 200, 140, 150)];
    const better = accuracyOf('en', desk);
    expect(better === undefined ? undefined : fairnessLevel(better)).toBe('ok');
  });

  it('takes an attribute with one value, or with one for each ticket, for no slice', () => {
    const ids = DESK.map((ticket) => ({ ...ticket, attributes: { desk: 'one', number: ticket.id } }));
    expect(compareSlices(ids, ['desk', 'number'])).toEqual({ figures: [], small: [] });
  });

  it('counts urgent tickets only for the recall of urgent ones', () => {
    const urgent = DESK.map((ticket, row) => ({
      ...ticket,
      urgency: { isUrgent: row % 5 === 0, isFound: true },
    }));
    const recall = compareSlices(urgent, ['language']).figures.find(
      ({ slice, figure }) => slice === 'en' && figure === 'urgentRecall',
    );
    expect(recall).toMatchObject({ n: 100, value: 1 });
  });
});
