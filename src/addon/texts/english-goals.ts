// What a desk wants of Usher and how far it is, in English: a name, what is counted, and today's figure with its interval.
import { numbersIn } from './number-text.ts';

const { count, number, percent } = numbersIn('en');

/** Today's figure of a goal; shares are 0 to 1. */
export interface GoalFigure {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly asked: number;
}

const oneDecimal = (value: number): string => value.toFixed(1);

const between = ({ low, high }: GoalFigure): string =>
  low === null || high === null ? '' : ` (surely between ${percent(low)} and ${percent(high)})`;

export const englishGoals = {
  goals: {
    routed: {
      name: 'Routed without a person',
      definition: 'Share of the tickets of the last four weeks that were assigned without a person.',
      unknown: () => 'No ticket was triaged in the last four weeks.',
      today: (goal: GoalFigure) =>
        `${percent(goal.value)} of ${count(goal.n, 'ticket', 'tickets')}${between(goal)}.`,
      asked: (share: number) => `Wanted: at least ${percent(share)}.`,
    },
    'wrong-routes': {
      name: 'Wrong routes',
      definition: 'Share of the blind checks in which a person chose another queue than Usher would have.',
      unknown: () => 'No ticket was judged blind yet. Blind checks come with the mode “auto”.',
      today: (goal: GoalFigure) =>
        `${percent(goal.value)} of ${count(goal.n, 'blind check', 'blind checks')}${between(goal)}.`,
      asked: (share: number) => `Allowed: at most ${percent(share)}.`,
    },
    urgent: {
      name: 'Urgent tickets never missed',
      definition:
        'Share of the tickets that must never be missed whose urgency Usher sees; those always go to a person.',
      unknown: () => 'The desk names no label that must never be missed, or no such ticket was measured.',
      today: (goal: GoalFigure) =>
        `${percent(goal.value)} of ${count(goal.n, 'measured ticket', 'measured tickets')}${between(goal)}.`,
      asked: (share: number) => `Wanted: surely ${percent(share)}.`,
    },
    minutes: {
      name: 'Minutes saved a week',
      definition:
        'Tickets a week that were assigned without a person, times the minutes that sorting one takes by hand.',
      unknown: () => 'Nothing was counted yet.',
      today: (goal: GoalFigure) =>
        `About ${number(Math.round(goal.value))}, from ${count(goal.n, 'ticket', 'tickets')} in four weeks.`,
      asked: (minutes: number) => `Wanted: at least ${number(minutes)}.`,
    },
    cost: {
      name: 'Cost',
      definition: 'US dollars for predictions, a thousand tickets.',
      unknown: (tickets: number) =>
        tickets === 0
          ? 'No ticket was triaged in the last four weeks.'
          : 'Some tickets were answered by a paid service; its own daily budget bounds the cost.',
      today: (goal: GoalFigure) => `$${goal.value.toFixed(2)} for ${count(goal.n, 'ticket', 'tickets')}.`,
      asked: (dollars: number) => `Allowed: at most $${dollars.toFixed(2)}.`,
    },
  },
  backTest: {
    columns: {
      queue: 'Queue',
      tickets: 'Newer tickets',
      found: 'Right',
      routed: 'Routed alone',
      right: 'Of those right',
    },
    all: 'All together',
    share: (part: number, whole: number, low: number, high: number) =>
      `${percent(part / whole)} (${number(part)} of ${number(whole)}, surely ${percent(low)} to ${percent(high)})`,
    hours: (hours: number, seconds: number) =>
      `Routing those alone would have saved ${oneDecimal(hours)} hours, at ${seconds} seconds a ticket.`,
    confusions: 'Most often taken for another: belongs to, tickets, was taken for, for example',
    languages: 'Languages',
    curve: 'Coverage against precision: the surest part of the tickets, and how much of it is right',
    surest: (share: number) => `the surest ${percent(share)}`,
    rightOf: (precision: number, low: number) => `${percent(precision)} right, surely ${percent(low)}`,
  },
};
