// The sample desk that a newcomer sees: queues, labelled past tickets and new ones of an invented company's service
// desk. Pure and seeded. Difficulty is part of the content: see the shares below.
import { arrivalBetween } from './calendar.ts';
import { composeTicket } from './compose.ts';
import { DESK_BOOK, type DisputedSituation, LANGUAGES, type Language, type Situation } from './desk-book.ts';
import { writeOddTickets } from './odd-tickets.ts';
import type { Channel, Scene } from './pen.ts';
import { type Person, senderFor, staffOf } from './people.ts';
import { createDeal, createDice, type Deal, type Dice, type Weights } from './random.ts';

/** A ticket as a row of the desk's sheet, with what the row does not say: the right queue. */
export interface SampleTicket {
  /** Unique, rising with time, such as `T-10432`. */
  reference: string;
  /** Universal time, ISO 8601. */
  receivedAt: string;
  /** Mail address; always of a reserved example domain. */
  sender: string;
  channel: Channel;
  site: string;
  /** Two-letter code of the language the text is in. */
  language: string;
  subject: string;
  body: string;
  /** The queue's name as a person typed it in the sheet; null where nobody has triaged the ticket yet. */
  queue: string | null;
  /** The right queue's name, or null where the ticket belongs to no queue. Never written into the sheet. */
  truth: string | null;
}

/** A queue as the desk's set-up tab describes it. */
export interface SampleQueue {
  id: string;
  name: string;
  description: string;
  keywords: string[];
  examples?: string[];
}

/** A desk's whole content: `history` has a typed queue on each row, `fresh` on few. Both are in order of time. */
export interface SampleDesk {
  name: string;
  queues: SampleQueue[];
  history: SampleTicket[];
  fresh: SampleTicket[];
}

const HISTORY_LANGUAGES = { en: 1_089, de: 137, es: 137, fr: 137 };
const FRESH_LANGUAGES = { en: 69, de: 9, es: 9, fr: 8 };
const CHANNELS: Weights<Channel> = [
  ['mail', 64],
  ['form', 14],
  ['chat', 12],
  ['phone', 10],
];
const QUEUE_WEIGHTS: Weights<string> = [
  ['access-accounts', 15],
  ['hardware', 13],
  ['network-vpn', 13],
  ['email-calendar', 13],
  ['business-software', 13],
  ['printing-scanning', 12],
  ['purchasing-licences', 11],
  ['security', 10],
];
const DISPUTED_SHARE = 0.09;
// Some things happen for the first time: these situations of each queue occur among the new tickets alone.
const UNSEEN_SITUATIONS = 2;
const UNSEEN_SHARE = 0.06;
// Label noise of a careful desk, 1 % of the history: mostly the other of two possible queues, seldom plainly wrong. With 3 %,
// most of what a promise of 95 % allows, it would be a matter of luck whether a quarter of the history proves it (20 of 24
// draws from 1,200).
const DISPUTED_MISLABELLED = 10;
const PLAINLY_MISLABELLED = 5;
// A few of the new tickets were triaged by hand before Usher came; one by somebody who saw it differently.
const FRESH_TYPED = 4;

const HISTORY_DAYS = [Date.UTC(2026, 5, 15), Date.UTC(2026, 10, 6)] as const;
const FRESH_DAYS = [Date.UTC(2026, 10, 9), Date.UTC(2026, 10, 20)] as const;
const FIRST_REFERENCE = 10_117;

interface Draft extends Omit<SampleTicket, 'reference'> {
  /** The other queue a person might well have chosen, for disputed tickets. */
  also: string | null;
}

interface Subject {
  situation: Situation;
  deckKey: string;
  queueId: string | null;
  also: string | null;
}

interface Desk {
  dice: Dice;
  deal: Deal;
  staff: Person[];
  bodies: Set<string>;
  briefs: Set<Situation>;
  unseen: Set<Situation>;
}

/** Writes the sample desk for a seed; the same seed gives the same desk. */
export function sampleDesk(seed: number): SampleDesk {
  const dice = createDice(seed);
  const desk: Desk = {
    dice,
    deal: createDeal(dice),
    staff: staffOf(dice),
    bodies: new Set(),
    briefs: new Set(),
    unseen: new Set(
      DESK_BOOK.queues.flatMap((queue) => dice.shuffled(queue.situations.en).slice(0, UNSEEN_SITUATIONS)),
    ),
  };
  const history = inOrder(draftAll(desk, HISTORY_LANGUAGES, HISTORY_DAYS, 0));
  typeHistoryLabels(history, dice);
  const fresh = inOrder([
    ...draftAll(desk, FRESH_LANGUAGES, FRESH_DAYS, UNSEEN_SHARE),
    ...draftOutOfScope(desk),
    ...writeOddTickets(desk.staff, FRESH_DAYS, dice).map((odd) => ({
      ...odd,
      truth: nameOf(odd.truth),
      also: null,
    })),
  ]);
  typeFreshLabels(fresh, dice);
  const all = numbered([...history, ...fresh], dice);
  return {
    name: `${DESK_BOOK.company.name} IT service desk`,
    queues: DESK_BOOK.queues.map(({ id, name, description, keywords, examples }) => ({
      id,
      name,
      description,
      keywords,
      examples,
    })),
    history: all.slice(0, history.length),
    fresh: all.slice(history.length),
  };
}

function nameOf(queueId: string | null): string | null {
  if (queueId === null) return null;
  const queue = DESK_BOOK.queues.find((candidate) => candidate.id === queueId);
  if (queue === undefined)
    throw new Error(`The sample data names a queue "${queueId}" that the desk does not have.`);
  return queue.name;
}

function draftAll(
  desk: Desk,
  languages: Readonly<Record<Language, number>>,
  days: readonly [number, number],
  unseenShare: number,
): Draft[] {
  return LANGUAGES.flatMap((language) =>
    Array.from({ length: languages[language] }, () =>
      draftTicket(desk, language, days, chooseSubject(desk, language, unseenShare)),
    ),
  );
}

function draftOutOfScope(desk: Desk): Draft[] {
  return LANGUAGES.flatMap((language) =>
    DESK_BOOK.outOfScope[language].map((situation, index) =>
      draftTicket(desk, language, FRESH_DAYS, {
        situation,
        deckKey: `out-of-scope/${language}/${index}`,
        queueId: null,
        also: null,
      }),
    ),
  );
}

function chooseSubject({ dice, deal, unseen }: Desk, language: Language, unseenShare: number): Subject {
  if (dice.chance(DISPUTED_SHARE)) {
    const all: DisputedSituation[] = DESK_BOOK.disputed[language];
    const situation = deal(`disputed/${language}`, all);
    const deckKey = `disputed/${language}/${all.indexOf(situation)}`;
    return { situation, deckKey, queueId: situation.queue, also: situation.also };
  }
  const queueId = dice.weighted(QUEUE_WEIGHTS);
  const all = DESK_BOOK.queues.find((queue) => queue.id === queueId)?.situations[language] ?? [];
  const wantsUnseen = language === 'en' && dice.chance(unseenShare);
  const open = all.filter((situation) => unseen.has(situation) === wantsUnseen);
  const situation = deal(`${queueId}/${language}/${wantsUnseen}`, open);
  return { situation, deckKey: `${queueId}/${language}/${all.indexOf(situation)}`, queueId, also: null };
}

function draftTicket(
  desk: Desk,
  language: Language,
  days: readonly [number, number],
  subject: Subject,
): Draft {
  const { dice, deal, staff } = desk;
  const sender = senderFor(language, staff, dice);
  const receivedMs = arrivalBetween(...days, sender.site, dice);
  const channel = chooseChannel(desk, subject.situation);
  const scene: Scene = { ...subject, language, sender, staff, receivedMs, channel };
  let written = composeTicket(scene, dice, deal);
  while (desk.bodies.has(written.body)) written = composeTicket(scene, dice, deal);
  desk.bodies.add(written.body);
  return {
    receivedAt: new Date(receivedMs).toISOString(),
    sender: sender.address,
    channel,
    site: sender.site,
    language,
    ...written,
    queue: null,
    truth: nameOf(subject.queueId),
    also: nameOf(subject.also),
  };
}

// A situation has one telegraphic wording, so a second phone note about it would read like the first.
function chooseChannel({ dice, briefs }: Desk, situation: Situation): Channel {
  const channel = dice.weighted(CHANNELS);
  if (channel !== 'phone') return channel;
  if (briefs.has(situation)) return 'mail';
  briefs.add(situation);
  return channel;
}

function inOrder(drafts: Draft[]): Draft[] {
  return drafts.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}

function typeHistoryLabels(history: Draft[], dice: Dice): void {
  for (const ticket of history) ticket.queue = ticket.truth;
  const disputed = dice.shuffled(history.filter((ticket) => ticket.also !== null));
  for (const ticket of disputed.slice(0, DISPUTED_MISLABELLED)) ticket.queue = ticket.also;
  const plain = dice.shuffled(history.filter((ticket) => ticket.also === null));
  for (const ticket of plain.slice(0, PLAINLY_MISLABELLED)) {
    const others = DESK_BOOK.queues.filter((queue) => queue.name !== ticket.truth);
    ticket.queue = dice.pick(others).name;
  }
}

function typeFreshLabels(fresh: Draft[], dice: Dice): void {
  const disputed = dice.shuffled(fresh.filter((ticket) => ticket.also !== null)).slice(0, 1);
  for (const ticket of disputed) ticket.queue = ticket.also;
  const plain = dice.shuffled(fresh.filter((ticket) => ticket.also === null && ticket.truth !== null));
  for (const ticket of plain.slice(0, FRESH_TYPED - disputed.length)) ticket.queue = ticket.truth;
}

function numbered(drafts: readonly Draft[], dice: Dice): SampleTicket[] {
  let number = FIRST_REFERENCE;
  return drafts.map(({ also: _, ...ticket }) => {
    number += dice.chance(0.06) ? 2 : 1;
    return { reference: `T-${number}`, ...ticket };
  });
}
