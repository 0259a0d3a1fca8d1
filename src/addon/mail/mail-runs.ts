// What the last run over the mailbox did, for the home card and for undoing it.
import { isRecord } from '../settings.ts';
import type { MailWorld } from './mail-ports.ts';

export interface MailRun {
  readonly runId: string;
  /** Epoch milliseconds at which it began. */
  readonly at: number;
  /** Messages that came later have not been looked at for threads that were no tickets. */
  readonly seenUntil: number;
  readonly labelled: number;
  readonly review: number;
  /** Threads that are no tickets. */
  readonly left: number;
  /** Threads on which people thought otherwise since the run before. */
  readonly corrected: number;
  /** Threads that wait for the next run. */
  readonly waiting: number;
  /** Why it stopped early; empty when it did not. */
  readonly problem: string;
}

const LAST_KEY = 'usher.mail.last';

export function writeLastRun({ settings }: Pick<MailWorld, 'settings'>, run: MailRun): void {
  settings.write(LAST_KEY, JSON.stringify(run));
}

/** Null before the first run. */
export function readLastRun({ settings }: Pick<MailWorld, 'settings'>): MailRun | null {
  const text = settings.read(LAST_KEY);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value['runId'] !== 'string') return null;
    const count = (key: string): number => Number(value[key]) || 0;
    return {
      ...{ runId: value['runId'], at: count('at'), labelled: count('labelled'), review: count('review') },
      ...{
        seenUntil: count('seenUntil'),
        left: count('left'),
        corrected: count('corrected'),
        waiting: count('waiting'),
      },
      problem: typeof value['problem'] === 'string' ? value['problem'] : '',
    };
  } catch {
    return null;
  }
}
