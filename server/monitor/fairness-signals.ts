// What fairness figures mean for a lead: where a gap is real, how large, and what to do about it.
import { compareSlices, type FairnessFigure, type JudgedTicket, type SliceFigure } from './fairness.ts';
import { percent, points, type Signal, type SignalLevel } from './signal.ts';

/** A smaller gap is not worth a change, however certain. */
const GAP_WARN = 0.05;
/** With fewer tickets a gap is shown and not acted on. */
const ACTED_ON_TICKETS_MIN = 100;
const FALSE_DISCOVERY_MAX = 0.05;

const NAMES: Readonly<Record<FairnessFigure, string>> = {
  accuracy: 'right',
  urgentRecall: 'of the urgent ones found',
  coverage: 'routed without a person',
  correctionRate: 'corrected by people',
  calibrationGap: 'more sure than right',
};

/** What helps, by figure. */
const REMEDIES: Readonly<Record<FairnessFigure, string>> = {
  accuracy: 'Label more of these tickets, or suggest only until they are as often right.',
  urgentRecall: 'Let a person look at these tickets first, and label more urgent ones.',
  coverage: 'Label more of these tickets; Usher routes what it can prove.',
  correctionRate: 'Look at what people changed; a queue may need a clearer description.',
  calibrationGap: 'Suggest only for these tickets until the model is trained again with more of them.',
};

/** One signal for each slice and figure that could be tested, and one grey signal for each slice that is too small. */
export function fairnessSignals(tickets: readonly JudgedTicket[], attributes: readonly string[]): Signal[] {
  const { figures, small } = compareSlices(tickets, attributes);
  return [
    ...figures.map(signalOf),
    ...small.map(
      ({ attribute, slice, n }): Signal => ({
        monitor: 'fairness',
        subject: `${attribute}=${slice}`,
        level: 'not-enough-data',
        n,
        effect: null,
        critical: null,
        facts: { attribute, slice },
        sentence: `${attribute} ${slice}: ${n} checked tickets, too few for a share.`,
        rows: [],
      }),
    ),
  ];
}

/** Whether a gap is against the slice, large, and neither chance nor an effect of testing much. */
export function fairnessLevel(figure: SliceFigure): SignalLevel {
  const { gap, gapInterval, qValue, n, restN } = figure;
  if (!isAgainstSlice(figure)) return 'ok';
  const isReal = qValue < FALSE_DISCOVERY_MAX && (gapInterval.low > 0 || gapInterval.high < 0);
  if (!isReal || Math.abs(gap) <= GAP_WARN) return 'ok';
  return n >= ACTED_ON_TICKETS_MIN && restN >= ACTED_ON_TICKETS_MIN ? 'warn' : 'info';
}

function isAgainstSlice({ figure, gap }: SliceFigure): boolean {
  return figure === 'correctionRate' || figure === 'calibrationGap' ? gap > 0 : gap < 0;
}

function signalOf(found: SliceFigure): Signal {
  const { attribute, slice, figure, n, value, interval, rest, restN, gap, pValue, qValue } = found;
  const level = fairnessLevel(found);
  const shown =
    figure === 'calibrationGap'
      ? `${attribute} ${slice}: predictions are ${points(value)} ${value < 0 ? 'less' : 'more'} sure than right (${n} checked tickets)`
      : `${attribute} ${slice}: ${percent(value)} of ${n} ${NAMES[figure]} (range ${percent(interval.low)} to ${percent(interval.high)})`;
  return {
    monitor: `fairness.${figure}`,
    subject: `${attribute}=${slice}`,
    level,
    n,
    effect: gap,
    critical: GAP_WARN,
    pValue,
    qValue,
    facts: { attribute, slice, value, low: interval.low, high: interval.high, rest, restN },
    sentence:
      level === 'ok'
        ? `${shown}.`
        : `${shown}, ${points(gap)} away from the other ${restN} tickets (${figure === 'calibrationGap' ? points(rest) : percent(rest)}). ${REMEDIES[figure]}`,
    rows: [],
  };
}
