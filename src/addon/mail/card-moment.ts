// A moment in the reader's own time zone, in the words of a card.
import { messages } from '../messages.ts';

/** Such as “24 Nov, 10:12”. */
export function momentText(at: number, zoneOffsetMs: number): string {
  const [, month = '1', day = '1', time = ''] =
    /^\d+-(\d+)-(\d+)T(\d+:\d+)/.exec(new Date(at + zoneOffsetMs).toISOString()) ?? [];
  return messages.mail.when(Number(day), Number(month), time);
}
