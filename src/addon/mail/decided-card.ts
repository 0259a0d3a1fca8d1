// The card of a thread that is decided already: what it got, from whom and when, and how to change that.
import { type CardIcon, type CardSection, type CardView, cardText, press, type Widget } from '../card.ts';
import { messages } from '../messages.ts';
import { momentText } from './card-moment.ts';
import type { MailPermissions } from './mail-permissions.ts';
import { optionSection } from './option-section.ts';
import type { ThreadRecord, ThreadState } from './thread-memory.ts';

export interface DecidedThread {
  readonly threadId: string;
  readonly record: ThreadRecord;
  readonly names: Readonly<Record<string, string>>;
  readonly zoneOffsetMs: number;
}

const ICONS: Partial<Record<ThreadState, CardIcon>> = {
  ...{ labelled: 'label', review: 'help', audit: 'visibility_off', person: 'person', judged: 'person' },
};

/** The card; of a thread that is to be judged blind, without the slightest hint. */
export function decidedCard(permissions: MailPermissions, thread: DecidedThread): CardView {
  const { record, threadId, names } = thread;
  const texts = messages.mail;
  if (record.state === 'audit') return blindCard(permissions, threadId, names);
  const suggestion =
    record.state === 'review' && record.queue !== '' ? (names[record.queue] ?? record.queue) : '';
  const apply = permissions.mayLabel ? texts.apply : texts.confirm;
  const widgets: Widget[] = [
    {
      kind: 'fact',
      icon: ICONS[record.state] ?? 'check_circle',
      top: headline(record.state),
      text: `<b>${cardText(what(record, names))}</b>`,
      bottom: momentText(record.minute * 60_000, thread.zoneOffsetMs),
    },
  ];
  if (record.state === 'left') widgets.push({ kind: 'text', text: texts.leftAlone.advice });
  if (suggestion !== '')
    widgets.push({
      kind: 'buttons',
      buttons: [press(apply(suggestion), 'onApplyQueue', { threadId, queue: record.queue }, true)],
    });
  return {
    title: messages.title,
    subtitle: texts.question,
    sections: [
      { header: '', widgets },
      {
        header: '',
        widgets: [
          { kind: 'buttons', buttons: [press(texts.showAgain, 'onShowQueue')] },
          otherChoices(threadId),
          moreButtons(permissions, threadId),
        ],
      },
      ...optionSection(permissions),
    ],
  };
}

/** Buttons that lead to any other decision. */
export function otherChoices(threadId: string): Widget {
  const { another, notTicket } = messages.mail;
  return {
    kind: 'buttons',
    buttons: [press(another, 'onChooseAnother', { threadId }), press(notTicket, 'onNotTicket', { threadId })],
  };
}

/** A thread that is judged without a suggestion, so that the judgement tells how good suggestions are. */
export function blindCard(
  permissions: MailPermissions,
  threadId: string,
  names: Readonly<Record<string, string>>,
): CardView {
  const texts = messages.mail;
  const choice = chooserSection(threadId, names, true);
  return {
    title: messages.title,
    subtitle: texts.question,
    sections: [
      {
        header: '',
        widgets: [
          { kind: 'fact', icon: 'visibility_off', top: '', text: `<b>${texts.blindTitle}</b>`, bottom: '' },
          { kind: 'text', text: texts.blind },
        ],
      },
      choice,
      {
        header: '',
        widgets: [
          { kind: 'buttons', buttons: [press(texts.notTicket, 'onNotTicket', { threadId })] },
          moreButtons(permissions, threadId),
        ],
      },
    ],
  };
}

/** A drop-down of the desk's queues and a button; only the way to one where the queues are not known here. */
export function chooserSection(
  threadId: string,
  names: Readonly<Record<string, string>>,
  isAudit: boolean,
): CardSection {
  const texts = messages.mail.chooser;
  const audit = isAudit ? { audit: 'yes' } : { audit: '' };
  const queues = Object.entries(names).sort(([, one], [, other]) => (one < other ? -1 : 1));
  if (queues.length === 0)
    return {
      header: '',
      widgets: [
        { kind: 'buttons', buttons: [press(texts.title, 'onChooseAnother', { threadId, ...audit }, true)] },
      ],
    };
  return {
    header: '',
    widgets: [
      {
        kind: 'choice',
        name: 'queue',
        label: texts.label,
        items: [
          { text: '–', value: '', isChosen: true },
          ...queues.map(([id, name]) => ({ text: name, value: id, isChosen: false })),
        ],
      },
      {
        kind: 'buttons',
        buttons: [press(texts.apply, 'onApplyQueue', { threadId, queue: '', ...audit }, true)],
      },
    ],
  };
}

function headline(state: ThreadState): string {
  const { decided } = messages.mail;
  switch (state) {
    case 'labelled':
    case 'planned':
      return decided.usher;
    case 'review':
    case 'audit':
    case 'planned-review':
    case 'planned-audit':
      return decided.usherReview;
    case 'person':
    case 'judged':
      return decided.person;
    case 'removed':
      return decided.removed;
    case 'undone':
      return decided.undone;
    case 'left':
      return decided.left;
    case 'no-ticket':
      return decided.noTicket;
    default:
      return state satisfies never;
  }
}

function what({ state, queue }: ThreadRecord, names: Readonly<Record<string, string>>): string {
  const { decided, unlabelled } = messages.mail;
  const name = names[queue] ?? queue;
  if (state === 'no-ticket' || state === 'left') return decided.noTicketShort;
  if (state === 'removed' || state === 'undone') return decided.nothing;
  if (state === 'review') return queue === '' ? unlabelled : decided.suggestion(name);
  return queue === '' ? unlabelled : name;
}

/** What else can be done with an open mail, whatever is decided. */
export function moreButtons(permissions: MailPermissions, threadId: string): Widget {
  const { whatLeaves, addToSheet, openRow } = messages.mail;
  const leaves = press(whatLeaves, 'onWhatLeaves');
  const sheet = [press(addToSheet, 'onAddToSheet', { threadId }), press(openRow, 'onOpenRow', { threadId })];
  return { kind: 'buttons', buttons: permissions.mayOpenSheet ? [leaves, ...sheet] : [leaves] };
}
