// Writes one ticket out of a situation, in the manner of a mail, a form, a chat or a note of a phone call.
import { DESK_BOOK, type Situation, type Voice } from './desk-book.ts';
import { capitalised, fillPhrase, type Slots, withTypos } from './phrase.ts';
import type { Deal, Dice, Weights } from './random.ts';
import { companionsOf, type Occasion, slotsFor } from './slots.ts';

/** How a ticket reached the desk. */
export type Channel = 'mail' | 'form' | 'chat' | 'phone';

/** How somebody writes a mail. */
type Manner = 'plain' | 'terse' | 'rambling' | 'annoyed' | 'forwarded' | 'chased';

type SignatureStyle = 'name' | 'block' | 'line' | 'device' | 'disclaimer';

type SubjectDress = 'none' | 'vague' | 'lower' | 'urgent' | 'marks';

/** What is to be written. `queueId` keeps asides from naming the ticket's own queue. */
export interface Scene extends Occasion {
  situation: Situation;
  /** Tells this situation's decks of wordings from all others. */
  deckKey: string;
  queueId: string | null;
  channel: Channel;
}

/** Subject and body of a written ticket. */
export interface Written {
  subject: string;
  body: string;
}

const MANNERS: Weights<Manner> = [
  ['plain', 54],
  ['terse', 11],
  ['rambling', 10],
  ['annoyed', 8],
  ['forwarded', 9],
  ['chased', 8],
];
const SIGNATURES: Weights<SignatureStyle> = [
  ['name', 40],
  ['block', 24],
  ['line', 14],
  ['device', 13],
  ['disclaimer', 9],
];
const SUBJECT_DRESSES: Weights<SubjectDress> = [
  ['none', 74],
  ['vague', 8],
  ['lower', 8],
  ['urgent', 5],
  ['marks', 5],
];
const FORM_CHOICES: Weights<'right' | 'any' | 'none'> = [
  ['right', 50],
  ['any', 20],
  ['none', 30],
];
const ASIDE_SHARE = 0.14;

interface Pen {
  scene: Scene;
  voice: Voice;
  slots: Slots;
  dice: Dice;
  deal: Deal;
  fill(phrasing: string): string;
}

/** Writes a scene down. The same dice and decks in the same state write the same text. */
export function composeTicket(scene: Scene, dice: Dice, deal: Deal): Written {
  const slots = slotsFor(scene, dice);
  const voice = DESK_BOOK.voices[scene.language];
  const pen: Pen = { scene, voice, slots, dice, deal, fill: (phrasing) => fillPhrase(phrasing, slots, dice) };
  const subject = pen.fill(deal(`${scene.deckKey}/subjects`, scene.situation.subjects));
  switch (scene.channel) {
    case 'mail':
      return writeMail(pen, subject);
    case 'form':
      return { subject, body: writeForm(pen) };
    case 'chat':
      return {
        subject: dice.chance(0.4) ? `Chat ${pen.fill('{clock} {name}')}` : subject,
        body: writeChat(pen),
      };
    case 'phone':
      return { subject, body: writePhoneNote(pen) };
    default:
      return scene.channel satisfies never;
  }
}

function say({ scene, deal, fill }: Pen): string {
  return fill(deal(`${scene.deckKey}/says`, scene.situation.says));
}

function details({ scene, dice, fill }: Pen, count: number): string[] {
  const chosen = dice.shuffled(scene.situation.details).slice(0, count);
  return chosen.map((detail) => capitalised(fill(detail)));
}

function general({ scene, deal, fill }: Pen, kind: string, phrasings: readonly string[]): string {
  return capitalised(fill(deal(`${scene.language}/${kind}`, phrasings)));
}

function impact(pen: Pen): string {
  const isRequest = pen.scene.situation.kind === 'request';
  return isRequest
    ? general(pen, 'impactRequest', pen.voice.impactRequest)
    : general(pen, 'impactFault', pen.voice.impactFault);
}

function aside(pen: Pen): string[] {
  if (!pen.dice.chance(ASIDE_SHARE)) return [];
  const fitting = pen.voice.asides.filter((entry) => entry.mentions !== pen.scene.queueId);
  return [
    general(
      pen,
      `asides/${pen.scene.queueId}`,
      fitting.map((entry) => entry.text),
    ),
  ];
}

function maybe(pen: Pen, probability: number, write: () => string): string[] {
  return pen.dice.chance(probability) ? [write()] : [];
}

/** The sentences of a mail's middle part; German goes on in lower case after a greeting that ends in a comma. */
function middle(pen: Pen, manner: Manner, isAfterGreeting: boolean): string {
  const { voice, dice } = pen;
  const openers =
    manner === 'annoyed'
      ? maybe(pen, 0.6, () => general(pen, 'annoyed', voice.annoyed))
      : maybe(pen, manner === 'rambling' ? 1 : 0.17, () => general(pen, 'openers', voice.openers));
  const continues = pen.scene.language === 'de' && isAfterGreeting && openers.length === 0;
  const told = say(pen);
  const count = manner === 'rambling' ? 3 : manner === 'terse' ? dice.below(2) : 1 + dice.below(3);
  const first = [...openers, continues ? told : capitalised(told), ...details(pen, count)];
  if (manner === 'terse') return first.join(' ');
  const last = [
    ...maybe(pen, manner === 'rambling' ? 0.7 : 0.36, () => impact(pen)),
    ...aside(pen),
    ...(manner === 'annoyed' && openers.length === 0 ? [general(pen, 'annoyed', voice.annoyed)] : []),
    ...maybe(pen, 0.62, () => general(pen, 'closers', voice.closers)),
  ];
  const gap = dice.chance(0.55) ? '\n\n' : ' ';
  return last.length === 0 ? first.join(' ') : `${first.join(' ')}${gap}${last.join(' ')}`;
}

function signedName({ scene, dice }: Pen): string {
  const { first, last } = scene.sender;
  return dice.pick([`${first} ${last}`, `${first} ${last}`, first, first, `${first.charAt(0)}. ${last}`]);
}

function signature(pen: Pen): string {
  const { scene, voice } = pen;
  const { first, last, department, site, extension } = scene.sender;
  const company = DESK_BOOK.company.name;
  const signed = `${general(pen, 'signOffs', voice.signOffs)}\n${signedName(pen)}`;
  const style = pen.dice.weighted(SIGNATURES);
  switch (style) {
    case 'name':
      return signed;
    case 'block':
      return `${signed}\n\n--\n${first} ${last}\n${department} | ${company}, ${site}\nTel. -${extension}`;
    case 'line':
      return `${signed}\n${department}, ${site}, -${extension}`;
    case 'device':
      return `${signedName(pen)}\n\n${general(pen, 'devices', voice.devices)}`;
    case 'disclaimer':
      return `${signed}\n\n${general(pen, 'disclaimers', voice.disclaimers)}`;
    default:
      return style satisfies never;
  }
}

function greeting(pen: Pen, probability: number): string {
  return pen.dice.chance(probability) ? `${general(pen, 'greetings', pen.voice.greetings)}\n\n` : '';
}

function writeMail(pen: Pen, subject: string): Written {
  const manner = pen.dice.weighted(MANNERS);
  if (manner === 'forwarded') return writeForwarded(pen, subject);
  if (manner === 'chased') return writeChased(pen, subject);
  if (manner === 'terse') {
    const body = `${middle(pen, manner, false)}\n\n${signedName(pen)}`;
    return { subject: dressedSubject(pen, subject), body: misspelt(pen, body, 0.2) };
  }
  const hello = greeting(pen, 0.88);
  const text = misspelt(pen, middle(pen, manner, hello !== ''), 0.14);
  return { subject: dressedSubject(pen, subject), body: `${hello}${text}\n\n${signature(pen)}` };
}

function misspelt({ dice }: Pen, text: string, probability: number): string {
  return dice.chance(probability) ? withTypos(text, 0.07, dice) : text;
}

function dressedSubject(pen: Pen, subject: string): string {
  const dress = pen.dice.weighted(SUBJECT_DRESSES);
  switch (dress) {
    case 'none':
      return subject;
    case 'vague':
      return general(pen, 'vagueSubjects', pen.voice.vagueSubjects);
    case 'lower':
      return subject.toLowerCase();
    case 'urgent':
      return `${pen.voice.urgentMark}${subject}`;
    case 'marks':
      return /\p{P}$/u.test(subject) ? subject : `${subject}!!`;
    default:
      return dress satisfies never;
  }
}

function writeForwarded(pen: Pen, subject: string): Written {
  const { scene, voice, slots, dice } = pen;
  const [original] = companionsOf(scene, dice);
  const more: Slots = {
    ...slots,
    original: original.first,
    subject,
    sender: `${original.first} ${original.last} <${original.address}>`,
  };
  const hello = greeting(pen, 0.4);
  const note = fillPhrase(pen.deal(`${scene.language}/forwards`, voice.forwards), more, dice);
  const head = fillPhrase(voice.forwardHead, more, dice);
  const text = [capitalised(say(pen)), ...details(pen, 1 + dice.below(2))].join(' ');
  const body = `${hello}${note}\n\n${signedName(pen)}\n\n${head}\n\n${text}\n\n${original.first}`;
  return { subject: `${voice.forwardMark}${subject}`, body };
}

function writeChased(pen: Pen, subject: string): Written {
  const { voice, dice } = pen;
  const quoted = [capitalised(say(pen)), ...details(pen, 1 + dice.below(2))].join(' ');
  const receipt = general(pen, 'receipts', voice.receipts);
  const quotation = dice.chance(0.6)
    ? `${pen.fill(voice.wrote)}\n> ${receipt}\n>\n> ${quoted}`
    : `${pen.fill(voice.wrote)}\n> ${receipt}\n>\n>> ${quoted}`;
  const chase = general(pen, 'chases', voice.chases);
  const body = `${greeting(pen, 0.6)}${chase}\n\n${signedName(pen)}\n\n${quotation}`;
  return { subject: dice.chance(0.85) ? `${voice.replyMark}${subject}` : subject, body };
}

function formService({ scene, dice }: Pen): string {
  const right = DESK_BOOK.queues.find((queue) => queue.id === scene.queueId);
  const choice = dice.weighted(FORM_CHOICES);
  if (choice === 'none') return '-';
  return right === undefined || choice === 'any'
    ? dice.pick(DESK_BOOK.queues).formService
    : right.formService;
}

function writeForm(pen: Pen): string {
  const { voice, dice } = pen;
  const labels = voice.formLabels;
  const device = pen.scene.queueId === 'hardware' || dice.chance(0.4) ? pen.fill('{asset}') : '-';
  const text = [capitalised(say(pen)), ...details(pen, 1 + dice.below(2)), ...aside(pen)].join(' ');
  return [
    `${labels.user}: ${pen.fill('{name}')}`,
    `${labels.site}: ${pen.fill('{site}')}`,
    `${labels.service}: ${formService(pen)}`,
    `${labels.asset}: ${device}`,
    `${labels.urgency}: ${dice.pick(voice.urgencies)}`,
    `${labels.reach}: ${pen.fill(dice.pick(voice.reach))}`,
    `${labels.text}: ${misspelt(pen, text, 0.15)}`,
  ].join('\n');
}

function writeChat(pen: Pen): string {
  const { voice, dice, deal, scene } = pen;
  const lines = [
    ...maybe(pen, 0.8, () => pen.fill(deal(`${scene.language}/chatOpeners`, voice.chatOpeners))),
    say(pen),
    ...details(pen, dice.below(3)),
    ...maybe(pen, 0.6, () => pen.fill(deal(`${scene.language}/chatClosers`, voice.chatClosers))),
  ];
  const text = misspelt(pen, lines.join('\n'), 0.35);
  return dice.chance(0.45) ? text.toLowerCase() : text;
}

function writePhoneNote(pen: Pen): string {
  const { voice, scene } = pen;
  const head = general(pen, 'phoneHeads', voice.phoneHeads);
  return `${head} ${pen.fill(scene.situation.brief)} ${general(pen, 'phoneEnds', voice.phoneEnds)}`;
}
