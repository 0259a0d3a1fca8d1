// What the add-on says in English about what runs with nobody watching.
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('en');

export const englishSchedule = {
  scheduleSaved: (minutes: number, onForm: boolean, onChange: boolean) => {
    const also = [
      onForm ? 'after form answers' : '',
      onChange ? 'after rows that other programs add' : '',
    ].filter((part) => part !== '');
    const every = minutes === 0 ? '' : minutes === 60 ? 'every hour' : `every ${minutes} minutes`;
    const when = [every, ...also].filter((part) => part !== '');
    return when.length === 0
      ? 'Usher now triages only when somebody asks for it.'
      : `Usher now triages new rows ${when.join(', and ')}.`;
  },
  slowedDown: (ms: number) =>
    `Waits for about ${count(Math.max(1, Math.ceil(ms / 60_000)), 'minute', 'minutes')}, so that Google’s allowance for today lasts until the end of the day. Rows stay as they are until then.`,
  daySpent:
    'Google lets this account send nothing more today: its daily number of requests is used up. Nothing was lost. Wait until tomorrow; a schedule goes on by itself then.',
  consentGone:
    'Google asks for your consent again, so the scheduled run did nothing and all rows stay as they are. Choose Usher ▸ Settings in the spreadsheet and agree to what Google asks.',
  failureMailSubject: (sheet: string) => `Usher could not triage “${sheet}”`,
  failureMail: (reason: string, failures: number, url: string) =>
    `The last ${count(failures, 'scheduled run', 'scheduled runs')} of Usher in your spreadsheet did not succeed.\n\n${reason}\n\nRows that were not triaged stay as they were, and the next run takes them. The spreadsheet: ${url}\nUsher ▸ Settings there shows how the last run went and what is next, and Usher ▸ Check the installation what to do.\n\nUsher sends at most one such mail a day.`,
  triggersRepaired: (added: number, removed: number) =>
    `${[
      added > 0 ? `${count(added, 'trigger', 'triggers')} installed` : '',
      removed > 0 ? `${count(removed, 'dead or doubled trigger', 'dead or doubled triggers')} removed` : '',
    ]
      .filter((part) => part !== '')
      .join(', ')}.`,
  learnedAlone: {
    labels: 'Enough new labels had come, so Usher has learned from this sheet by itself.',
    watchdog: 'A queue was taken back from routing alone, so Usher has learned from this sheet by itself.',
    honesty: 'Its confidences had come out too high, so Usher has learned from this sheet by itself.',
    drift: 'The tickets have changed, so Usher has learned from this sheet by itself.',
  },
  topicsProposed: (topics: number) =>
    `${count(topics, 'topic has', 'topics have')} no queue of ${topics === 1 ? 'its' : 'their'} own. Choose Usher ▸ Goals and findings to look at ${topics === 1 ? 'it' : 'them'}.`,
  triggersFine: 'Every trigger is there, and none twice.',
};
