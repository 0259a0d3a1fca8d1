// What a monitor's finding means, in English: one sentence each, with the number of tickets beside every share, and how it is found.
import { numbersIn } from './number-text.ts';

const { number, count, percent } = numbersIn('en');

/** A finding as the sentences need it. `name` turns a label's id into its name. */
export interface SignalText {
  readonly monitor: string;
  readonly subject?: string;
  readonly level: string;
  readonly n: number;
  readonly effect: number | null;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly name: (label: string) => string;
  /** Words that the tickets in question have in common; empty where none stand out. */
  readonly words: string;
}

/** A number among the facts; 0 where it is missing. */
export function factOf({ facts }: SignalText, key: string): number {
  const value = facts[key];
  return typeof value === 'number' ? value : 0;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  'drift.label': 'The mix of queues',
  'drift.language': 'The mix of languages',
  'drift.confidence': 'How sure Usher is',
  'drift.textLength': 'The length of tickets',
  'drift.unknownRate': 'The share of words that Usher has never seen',
  'drift.content': 'What tickets are about',
};
const FIGURES: Readonly<Record<string, string>> = {
  'fairness.accuracy': 'were right',
  'fairness.urgentRecall': 'of the urgent ones were found',
  'fairness.coverage': 'were routed alone',
  'fairness.correctionRate': 'were corrected by people',
};
const REMEDIES: Readonly<Record<string, string>> = {
  'fairness.accuracy': 'Check and correct more of these tickets, then learn again.',
  'fairness.urgentRecall': 'Let a person look at these tickets first, and check more urgent ones.',
  'fairness.coverage': 'Check more of these tickets: Usher routes what it can prove.',
  'fairness.correctionRate': 'Look at what people changed; a queue may need a clearer description.',
  'fairness.calibrationGap': 'Check more of these tickets, then learn again.',
};
const QUOTAS: Readonly<Record<string, string>> = {
  'trigger-minutes': 'minutes of scheduled runs',
  requests: 'requests to the server',
};

export const englishSignals = {
  signal: (signal: SignalText): string => {
    const { monitor, subject = '', level, n, effect, name, words } = signal;
    const isGrey = level === 'not-enough-data';
    if (monitor.startsWith('drift.')) return driftSentence(signal);
    if (monitor === 'accuracy.estimated') {
      if (isGrey)
        return `How many predictions are right cannot be estimated yet: ${number(n)} of the 200 tickets that it takes.`;
      const said = `Of ${number(n)} tickets about ${percent(factOf(signal, 'accuracy'))} should be right`;
      const before = `${percent(factOf(signal, 'reference'))} in the model’s first week`;
      return level === 'ok'
        ? `${said} (${before}).`
        : `${said}, fewer than before (${before}). Check some and correct them.`;
    }
    if (monitor === 'accuracy.honesty') {
      if (isGrey)
        return `${count(n, 'ticket was', 'tickets were')} checked blind in four weeks; it takes 100 to say whether Usher’s confidence is honest.`;
      const right = factOf(signal, 'right');
      const range = `surely between ${percent(factOf(signal, 'low'))} and ${percent(factOf(signal, 'high'))}`;
      const said = `Of ${number(n)} tickets checked blind ${number(right)} were right (${percent(right / n)}, ${range})`;
      return level === 'ok'
        ? `${said}, as Usher’s confidence said.`
        : `${said}, fewer than Usher’s confidence said. Learn again before you trust it.`;
    }
    if (monitor.startsWith('fairness')) {
      const who = `${String(signal.facts['attribute'] ?? '')} ${String(signal.facts['slice'] ?? subject)}`;
      if (isGrey)
        return `${who}: ${count(n, 'checked ticket', 'checked tickets')}, too few for a percentage.`;
      const value = factOf(signal, 'value');
      const said =
        monitor === 'fairness.calibrationGap'
          ? `${who}: Usher is ${percent(Math.abs(value))} ${value < 0 ? 'less' : 'more'} sure than right (${count(n, 'checked ticket', 'checked tickets')})`
          : `${who}: ${percent(value)} of ${number(n)} checked tickets ${FIGURES[monitor] ?? ''}`;
      const others = `${percent(Math.abs(factOf(signal, 'rest')))} of the other ${number(factOf(signal, 'restN'))}`;
      return level === 'ok' ? `${said}.` : `${said}, against ${others}. ${REMEDIES[monitor] ?? ''}`;
    }
    if (monitor === 'self.schedule') {
      const idle = ago(factOf(signal, 'idleMs'));
      return level === 'ok'
        ? `The schedule last reported ${idle} ago.`
        : isGrey
          ? 'The schedule reports a run in the future. Check the clock.'
          : `The schedule has not reported for ${idle}. Open Usher ▸ Settings and repair it.`;
    }
    if (monitor === 'self.quota') {
      const said = `${percent(effect ?? 0)} of today’s ${number(Math.round(factOf(signal, 'limit')))} ${QUOTAS[subject] ?? subject} are used`;
      return level === 'ok' ? `${said}.` : `${said}. Usher slows down, so that they last until the day ends.`;
    }
    if (monitor === 'self.fallbacks') {
      const fallbacks = factOf(signal, 'count');
      if (isGrey)
        return `${number(fallbacks)} of ${number(n)} answers since yesterday came from the embedded model instead; too few for a percentage.`;
      return `${number(fallbacks)} of ${number(n)} answers since yesterday (${percent(fallbacks / Math.max(1, n))}) came from the embedded model because another could not answer.`;
    }
    if (monitor === 'self.model-age') {
      const said = `The model has learned from ${count(n, 'ticket', 'tickets')} and is ${count(Math.max(0, Math.round(effect ?? 0)), 'day', 'days')} old`;
      return level === 'ok' || isGrey
        ? `${said}.`
        : `${said}; ${count(factOf(signal, 'labelledSince'), 'ticket was', 'tickets were')} checked since. Learn again.`;
    }
    if (monitor === 'self.audits') {
      const said = `${name(subject)}: ${number(n)} of ${count(factOf(signal, 'assigned'), 'routed ticket', 'routed tickets')} were checked blind in two weeks`;
      return level === 'ok' || isGrey
        ? `${said}.`
        : `${said}; the promise needs more. Decide the tickets that wait for a check.`;
    }
    if (monitor === 'self.cost') return `${percent(effect ?? 0)} of today’s budget for paid models is spent.`;
    return `${monitor} ${subject}: ${level} (${number(n)}).`;

    function driftSentence(one: SignalText): string {
      const what = SUBJECTS[one.monitor] ?? one.monitor;
      if (isGrey) return `${what} cannot be judged yet: ${number(n)} of the 200 tickets that it takes.`;
      if (level === 'ok') return `${what} is as it was in the model’s first week (${number(n)} tickets).`;
      const size = level === 'info' ? 'a little' : level === 'warn' ? 'clearly' : 'a lot';
      const changed = `${what} has changed ${size} since the model’s first week (${number(n)} tickets)`;
      if (one.monitor === 'drift.content')
        return words === '' ? `${changed}.` : `${changed}. New words: ${words}.`;
      const moved = one.facts['name'];
      const [before, now] = [factOf(one, 'before'), factOf(one, 'now')];
      if (one.monitor === 'drift.textLength')
        return `${changed}: ${number(Math.round(before))} characters then, ${number(Math.round(now))} now.`;
      const of = typeof moved === 'string' ? `${one.monitor === 'drift.label' ? name(moved) : moved} ` : '';
      return `${changed}: ${of}${percent(before)} then, ${percent(now)} now.`;
    }
  },
  /** How a figure is found, by monitor. */
  howFound: (monitor: string): string => {
    if (monitor === 'drift.content')
      return 'A small model tries to tell this week’s tickets from those of the model’s first week, by hashed words. 50 % is chance; from 55 % on it matters.';
    if (monitor.startsWith('drift.'))
      return 'The last seven days (at least 200 tickets) against the model’s first week. A change is told where it is large and chance does not explain it.';
    if (monitor === 'accuracy.estimated')
      return 'The mean of Usher’s confidences over the last seven days. It sees a harder mix of tickets, not a change of rules.';
    if (monitor === 'accuracy.honesty')
      return 'Tickets whose label was withheld until a person had decided, over four weeks, against what Usher’s confidence led one to expect.';
    if (monitor.startsWith('fairness'))
      return 'Blind checks of four weeks, each group against all others. A gap is told from 5 points on, with 100 tickets on both sides, where chance does not explain it.';
    if (monitor === 'self.model-age') return 'Days since the model learned, and blind checks judged since.';
    return 'Counted by the server.';
  },
};

/** A time span in words. */
function ago(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return count(minutes, 'minute', 'minutes');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'hour', 'hours') : count(Math.round(hours / 24), 'day', 'days');
}
