// The home card of the mailbox: what the last run did, what waits for a review by queue, and the buttons that act on many threads.
import { type CardButton, type CardSection, type CardView, cardText, press, type Widget } from '../card.ts';
import { messages } from '../messages.ts';
import { momentText } from './card-moment.ts';
import { answerCard } from './card-troubles.ts';
import { REVIEW, readKept } from './desk-labels.ts';
import { addressOfLabel, addressOfThread } from './gmail-addresses.ts';
import { permissionsOf } from './mail-permissions.ts';
import type { CardEvent, MailWorld } from './mail-ports.ts';
import { readLastRun } from './mail-runs.ts';
import { isScheduled } from './mail-schedule.ts';
import { readMailSettings } from './mail-settings.ts';
import { optionSection } from './option-section.ts';
import { readNames } from './queue-names.ts';
import { readThreads, type Threads } from './thread-memory.ts';
import { readSubjects } from './thread-subjects.ts';

/** Queues with a section of their own; with two widgets each they leave room for the rest of a card. */
const GROUPS_MAX = 8;
const SUBJECTS_MAX = 3;
const LATELY_MS = 86_400_000;

export function homeCard(world: MailWorld, event: CardEvent): CardView {
  return answerCard(world, () => {
    const permissions = permissionsOf(world.deployment);
    if (!permissions.mayLabel) {
      return {
        ...{ title: messages.title, subtitle: messages.mail.home.subtitle },
        sections: [
          { header: '', widgets: [{ kind: 'text', text: messages.mail.readsOnPress }, settingsButton()] },
          ...optionSection(permissions).map(({ header, widgets }) => ({ header, widgets })),
        ],
      };
    }
    const threads = readThreads(world);
    const groups = reviewSections(world, threads);
    return {
      title: messages.title,
      subtitle: messages.mail.home.subtitle,
      sections: [
        { header: '', widgets: runWidgets(world, event) },
        ...(groups.length > 0 ? groups : [noneSection()]),
        labelledSection(world, threads),
        ...optionSection(permissions),
      ],
    };
  });
}

function noneSection(): CardSection {
  return { header: '', widgets: [{ kind: 'text', text: messages.mail.home.allDone }] };
}

function settingsButton(): Widget {
  return { kind: 'buttons', buttons: [press(messages.mail.home.settings, 'onOpenMailSettings')] };
}

function runWidgets(world: MailWorld, event: CardEvent): Widget[] {
  const texts = messages.mail.home;
  const settings = readMailSettings(world);
  const last = readLastRun(world);
  const waiting = last?.waiting ?? 0;
  const isUndoable = last !== null && last.runId !== '' && last.labelled + last.review > 0;
  const mayWake = permissionsOf(world.deployment).maySchedule && isScheduled(world);
  return [
    {
      kind: 'fact',
      icon: 'search',
      top: cardText(settings.deskName),
      text: cardText(texts.search(settings.search, settings.windowDays)),
      bottom: mayWake ? texts.scheduled : texts.notScheduled,
    },
    {
      kind: 'fact',
      icon: 'schedule',
      top: texts.lastRun,
      text: last
        ? texts.ran(momentText(last.at, event.zoneOffsetMs), last.labelled, last.review)
        : texts.never,
      bottom: last ? texts.moreOfRun(last.left, last.corrected) : '',
    },
    ...(waiting > 0 && last
      ? [{ kind: 'text' as const, text: texts.progress(last.labelled + last.review + last.left, waiting) }]
      : []),
    ...(last && last.problem !== '' ? [{ kind: 'text' as const, text: cardText(last.problem) }] : []),
    {
      kind: 'buttons',
      buttons: [
        press(waiting > 0 ? texts.goOn : texts.triage, 'onTriageMailbox', {}, true),
        ...(isUndoable ? [press(texts.undo, 'onUndoMailRun')] : []),
        press(texts.settings, 'onOpenMailSettings'),
      ],
    },
  ];
}

/** Threads under Usher/Review by the queue that Usher suggests, the fullest first. */
function reviewSections(world: MailWorld, threads: Threads): CardSection[] {
  const texts = messages.mail.home;
  const names = readNames(world);
  const subjects = readSubjects(world);
  const groups = new Map<string, string[]>();
  for (const [id, { state, queue }] of threads) {
    if (state !== 'review' && state !== 'audit') continue;
    const suggested = state === 'audit' ? '' : queue;
    groups.set(suggested, [...(groups.get(suggested) ?? []), id]);
  }
  const sorted = [...groups].sort(([, one], [, other]) => other.length - one.length).slice(0, GROUPS_MAX);
  return sorted.map(([queue, ids]) => ({
    header: texts.toReview(queue === '' ? texts.noSuggestion : (names[queue] ?? queue), ids.length),
    widgets: [
      ...subjectLines(ids, subjects),
      { kind: 'buttons', buttons: [groupButton(world, queue, ids.length)] },
    ],
  }));
}

function groupButton(world: MailWorld, queue: string, threads: number): CardButton {
  const texts = messages.mail.home;
  if (queue !== '') return press(texts.applyAll(threads), 'onApplyGroup', { queue });
  const label = readKept(world).get(REVIEW);
  return { text: texts.openLabel, click: { url: addressOfLabel(label?.name ?? 'Usher/Review') } };
}

/** The newest subjects as links; nothing where they are no longer at hand. */
function subjectLines(ids: readonly string[], subjects: Readonly<Record<string, string>>): Widget[] {
  const known = ids.filter((id) => (subjects[id] ?? '') !== '').reverse();
  const shown = known.slice(0, SUBJECTS_MAX);
  if (shown.length === 0) return [];
  const lines = shown.map((id) => `<a href="${addressOfThread(id)}">${cardText(subjects[id] ?? '')}</a>`);
  const rest = ids.length - shown.length;
  return [
    { kind: 'text', text: [...lines, ...(rest > 0 ? [messages.mail.home.more(rest)] : [])].join('<br>') },
  ];
}

/** How many threads each queue's label got in the last day. */
function labelledSection(world: MailWorld, threads: Threads): CardSection {
  const names = readNames(world);
  const since = (world.now() - LATELY_MS) / 60_000;
  const counts = new Map<string, number>();
  for (const { state, queue, minute } of threads.values()) {
    const isLabelled = state === 'labelled' || state === 'person' || state === 'judged';
    if (isLabelled && queue !== '' && minute >= since) counts.set(queue, (counts.get(queue) ?? 0) + 1);
  }
  const lines = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([queue, threadCount]) => cardText(messages.mail.home.toReview(names[queue] ?? queue, threadCount)));
  return {
    header: messages.mail.home.byQueue,
    widgets: lines.length === 0 ? [] : [{ kind: 'text', text: lines.slice(0, 20).join('<br>') }],
  };
}
