// The tab and the page of health in English.
import { numbersIn } from './number-text.ts';

const { number, count, percent } = numbersIn('en');

/** An outbreak as its sentence needs it. */
export interface OutbreakText {
  readonly seen: number;
  readonly expected: number;
  readonly isVolumeOnly: boolean;
  /** Name of the queue; empty for the whole desk. */
  readonly queue: string;
  /** Local time of the first ticket. */
  readonly since: string;
  readonly words: string;
  readonly state: string;
}

export const englishHealth = {
  title: 'Health',
  header: ['State', 'What', 'How this is computed'],
  states: { ok: 'fine', info: 'note', warn: 'look', critical: 'act', 'not-enough-data': 'too few' },
  overall: (level: string, points: number) => {
    if (level === 'not-enough-data') return 'There is too little data to say whether triage can be trusted.';
    if (level === 'critical')
      return `Look at ${count(points, 'point', 'points')} below before you trust triage today.`;
    if (level === 'warn') return `Triage works; ${count(points, 'point wants', 'points want')} a look.`;
    return 'Triage can be trusted today.';
  },
  howOverall: (time: string) => `The worst of all points below, as of ${time}.`,
  routing: (routing: number, queues: number) =>
    routing === 0
      ? `No queue of ${number(queues)} is routed alone; Usher suggests.`
      : `${number(routing)} of ${count(queues, 'queue', 'queues')} ${routing === 1 ? 'is' : 'are'} routed alone.`,
  howRouting: 'Queues in mode auto whose promise is proven and was not taken back.',
  checked: (n: number, right: number, low: number, high: number, target: number | null) => {
    const promise = target === null ? '' : ` The promise is at least ${percent(target)}.`;
    if (n === 0) return `No routed ticket was checked in four weeks.${promise}`;
    if (n < 30)
      return `Of ${count(n, 'checked ticket', 'checked tickets')} ${number(right)} ${right === 1 ? 'was' : 'were'} right; too few for a percentage.${promise}`;
    return `Of ${number(n)} checked tickets ${number(right)} were right (${percent(right / n)}, surely between ${percent(low)} and ${percent(high)}).${promise}`;
  },
  howChecked:
    'Tickets of the last four weeks that Usher would have routed and that people decided without seeing its label.',
  traffic: (all: number, routed: number, suggested: number, left: number) =>
    all === 0
      ? 'No ticket came in four weeks.'
      : all < 30
        ? `${count(all, 'ticket', 'tickets')} in four weeks: ${number(routed)} routed alone, ${number(suggested)} suggested, ${number(left)} left to people.`
        : `${number(all)} tickets in four weeks: ${number(routed)} routed alone (${percent(routed / all)}), ${number(suggested)} suggested, ${number(left)} left to people.`,
  howTraffic: 'Every ticket that Usher was asked about, by what it decided.',
  headings: {
    toDo: 'To do',
    outbreaks: 'Bursts of similar tickets',
    confusions: 'Most often taken for another',
    changes: 'What changed',
    fairness: 'Groups of tickets',
    itself: 'Usher itself',
    data: 'The data',
  },
  nothingToDo: 'Nothing to do.',
  waiting: (n: number) =>
    `${count(n, 'ticket waits', 'tickets wait')} for a blind check. Choose Usher ▸ Review.`,
  needsChecks: (queue: string, n: number) =>
    `${queue} needs about ${count(n, 'more checked ticket', 'more checked tickets')} before it can be routed alone.`,
  howToDo: 'What brings the promise forward, and what stands as an alert.',
  decideOutbreak: (n: number) =>
    `${count(n, 'burst waits', 'bursts wait')} for your word. Choose Usher ▸ Health.`,
  outbreak: ({ seen, expected, isVolumeOnly, queue, since, words, state }: OutbreakText) => {
    const what = isVolumeOnly
      ? `${count(seen, 'ticket', 'tickets')}${queue === '' ? '' : ` for ${queue}`}`
      : `${count(seen, 'similar ticket', 'similar tickets')}`;
    const usual = expected >= 10 ? number(Math.round(expected)) : String(Math.round(expected * 10) / 10);
    const about = words === '' ? '' : ` about ${words}`;
    const place = isVolumeOnly || queue === '' ? '' : ` (mostly ${queue})`;
    const end: Readonly<Record<string, string>> = {
      confirmed: ' Confirmed.',
      dismissed: ' Dismissed.',
      resolved: ' Over.',
      stale: ' Over by itself.',
    };
    return `${what}${about}${place} since ${since}; ${usual} would be usual.${end[state] ?? ''}`;
  },
  howOutbreak:
    'New tickets of four hours against four weeks: how many resemble each other or share a word, and how many the hour should bring.',
  confusion: (said: string, truth: string, n: number) =>
    `${said} instead of ${truth}: ${count(n, 'checked ticket', 'checked tickets')} of twelve weeks`,
  howConfusion: 'Blind checks where a person chose another queue. Rows as they stand now.',
  rows: (rows: readonly number[]) => (rows.length === 1 ? `row ${rows[0]}` : `rows ${rows.join(', ')}`),
  duplicates: (n: number) => `${count(n, 'ticket', 'tickets')} came twice and counted once.`,
  fromFuture: (n: number) =>
    `${count(n, 'ticket bears', 'tickets bear')} a time in the future and did not count. Check the clock.`,
  gap: (days: number) =>
    `For ${count(days, 'day', 'days')} no ticket came in. Check that the desk still receives them.`,
  oneLabel: (n: number) =>
    `All ${number(n)} tickets got the same queue. Check that their text is read from the right columns.`,
  howData: 'The tickets of the last seven days.',
  charts: {
    weeks: 'Routed tickets that were right, by week',
    weekAxis: ['Week', 'right', 'surely at least', 'at most', 'promise'],
    queues: 'Tickets of four weeks by queue',
    queueAxis: ['Queue', 'routed alone', 'suggested', 'left to people'],
    confusions: 'Most often taken for another',
    confusionAxis: ['Instead of', 'checked tickets'],
    volume: 'Tickets a day against what is usual',
    volumeAxis: ['Day', 'tickets', 'usual', 'at least', 'at most', 'burst'],
    figures: 'Figures behind the charts',
    withCount: (name: string, n: number) => `${name} (${number(n)})`,
  },
  mailBanner: (seen: number, isConfirmed: boolean) =>
    isConfirmed
      ? `An outbreak is under way: ${count(seen, 'similar ticket', 'similar tickets')} so far. The desk’s tab “Usher health” says more.`
      : `There may be an outbreak: ${count(seen, 'similar ticket', 'similar tickets')} so far. The desk’s tab “Usher health” says more.`,
  banner: (sentence: string) => `${sentence} Choose Usher ▸ Health to confirm or dismiss.`,
  mailSubject: (sheet: string) => `Health of triage in “${sheet}”`,
  mail: (sentences: readonly string[], url: string) =>
    `${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n\nThe tab “Usher health” has the charts: ${url}\n\nUsher sends this mail once a week.`,
  outbreakMailSubject: (sheet: string) => `A burst of similar tickets in “${sheet}”`,
  outbreakMail: (sentence: string, url: string) =>
    `${sentence}\n\nChoose Usher ▸ Health in the spreadsheet to confirm or dismiss it: ${url}`,
  tabWritten: 'The tab “Usher health” is up to date.',
};
