// The card beside a spreadsheet: today's figures of this person's mailbox, and the ways to where the work is. It asks nobody.
import { type CardButton, type CardView, press } from '../card.ts';
import { messages } from '../messages.ts';
import { momentText } from './card-moment.ts';
import { answerCard } from './card-troubles.ts';
import { addressOfMailbox } from './gmail-addresses.ts';
import type { CardEvent, MailWorld } from './mail-ports.ts';
import { readLastRun } from './mail-runs.ts';
import { readMailSettings } from './mail-settings.ts';
import { readThreads } from './thread-memory.ts';

const DAY_MS = 86_400_000;

export function statusCard(world: MailWorld, event: CardEvent): CardView {
  return answerCard(world, () => {
    const texts = messages.mail.status;
    const { zoneOffsetMs } = event;
    const today = Math.floor((world.now() + zoneOffsetMs) / DAY_MS) * DAY_MS - zoneOffsetMs;
    const records = [...readThreads(world).values()];
    const isToday = ({ minute }: { minute: number }): boolean => minute * 60_000 >= today;
    const count = (states: readonly string[], onlyToday: boolean): string =>
      String(
        records.filter((record) => states.includes(record.state) && (!onlyToday || isToday(record))).length,
      );
    const { sheet } = readMailSettings(world);
    const last = readLastRun(world);
    const links: CardButton[] = [
      ...(sheet === ''
        ? []
        : [
            { text: texts.openSheet, click: { url: `https://docs.google.com/spreadsheets/d/${sheet}/edit` } },
          ]),
      { text: texts.openMailbox, click: { url: addressOfMailbox() } },
      press(messages.mail.home.settings, 'onOpenMailSettings'),
    ];
    return {
      title: messages.title,
      subtitle: texts.subtitle,
      sections: [
        {
          header: '',
          widgets: [
            { kind: 'fact', icon: 'label', top: texts.labelled, text: count(['labelled'], true), bottom: '' },
            {
              kind: 'fact',
              icon: 'person',
              top: texts.people,
              text: count(['person', 'judged', 'removed', 'no-ticket'], true),
              bottom: '',
            },
            {
              kind: 'fact',
              icon: 'help',
              top: texts.waiting,
              text: count(['review', 'audit'], false),
              bottom: '',
            },
            {
              kind: 'fact',
              icon: 'schedule',
              top: messages.mail.home.lastRun,
              text: last
                ? messages.mail.home.ran(momentText(last.at, zoneOffsetMs), last.labelled, last.review)
                : messages.mail.home.never,
              bottom: '',
            },
          ],
        },
        { header: '', widgets: [{ kind: 'buttons', buttons: links }] },
      ],
    };
  });
}
