// Writes a mail: greeting, middle part and signature in one of several manners, as a forwarded message, or as a
// reminder with the first mail quoted below.
import { DESK_BOOK } from './desk-book.ts';
import {
  aside,
  details,
  impact,
  maybe,
  misspelt,
  type Pen,
  phrase,
  say,
  sentence,
  type Written,
} from './pen.ts';
import { capitalised, fillPhrase, type Slots } from './phrase.ts';
import type { Dice, Weights } from './random.ts';
import { companionsOf } from './slots.ts';

/** How somebody writes a mail. */
type Manner = 'plain' | 'terse' | 'rambling' | 'annoyed' | 'forwarded' | 'chased';

type SignatureStyle = 'name' | 'block' | 'line' | 'device' | 'disclaimer';

type SubjectDress = 'none' | 'vague' | 'lower' | 'urgent' | 'marks';

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
// After a greeting that ends in a comma German goes on in lower case.
function begun(pen: Pen, beginning: string, isAfterGreeting: boolean): string {
  return pen.scene.language === 'de' && isAfterGreeting ? beginning : capitalised(beginning);
}

function detailCount(manner: Manner, dice: Dice): number {
  if (manner === 'rambling') return 3;
  return manner === 'terse' ? dice.below(2) : 1 + dice.below(3);
}

/** The sentences of a mail's middle part. */
function middle(pen: Pen, manner: Manner, isAfterGreeting: boolean): string {
  const { voice, dice } = pen;
  const openers =
    manner === 'annoyed'
      ? maybe(pen, 0.6, () => phrase(pen, 'annoyed', voice.annoyed))
      : maybe(pen, manner === 'rambling' ? 1 : 0.17, () => phrase(pen, 'openers', voice.openers));
  const [beginning = '', ...rest] = [...openers, say(pen), ...details(pen, detailCount(manner, dice))];
  const first = [begun(pen, beginning, isAfterGreeting), ...rest.map(capitalised)];
  if (manner === 'terse') return first.join(' ');
  const last = [
    ...(pen.dice.chance(manner === 'rambling' ? 0.7 : 0.36) ? impact(pen) : []),
    ...aside(pen),
    ...(manner === 'annoyed' && openers.length === 0 ? [sentence(pen, 'annoyed', voice.annoyed)] : []),
    ...maybe(pen, 0.62, () => sentence(pen, 'closers', voice.closers)),
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
  const signed = `${sentence(pen, 'signOffs', voice.signOffs)}\n${signedName(pen)}`;
  const style = pen.dice.weighted(SIGNATURES);
  switch (style) {
    case 'name':
      return signed;
    case 'block':
      return `${signed}\n\n--\n${first} ${last}\n${department} | ${company}, ${site}\nTel. -${extension}`;
    case 'line':
      return `${signed}\n${department}, ${site}, -${extension}`;
    case 'device':
      return `${signedName(pen)}\n\n${sentence(pen, 'devices', voice.devices)}`;
    case 'disclaimer':
      return `${signed}\n\n${sentence(pen, 'disclaimers', voice.disclaimers)}`;
    default:
      return style satisfies never;
  }
}

function greeting(pen: Pen, probability: number): string {
  return pen.dice.chance(probability) ? `${sentence(pen, 'greetings', pen.voice.greetings)}\n\n` : '';
}

/** Writes the scene as a mail. `subject` is the situation's own, which the mail may dress up or replace. */
export function writeMail(pen: Pen, subject: string): Written {
  const drawn = pen.dice.weighted(MANNERS);
  // One is annoyed about a fault, not about one's own spilt coffee or wish.
  const manner = drawn === 'annoyed' && pen.scene.situation.kind !== undefined ? 'plain' : drawn;
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

function dressedSubject(pen: Pen, subject: string): string {
  const dress = pen.dice.weighted(SUBJECT_DRESSES);
  switch (dress) {
    case 'none':
      return subject;
    case 'vague':
      return sentence(pen, 'vagueSubjects', pen.voice.vagueSubjects);
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
  const remark = fillPhrase(pen.deal(`${scene.language}/forwards`, voice.forwards), more, dice);
  const note = begun(pen, remark, hello !== '');
  const head = fillPhrase(voice.forwardHead, more, dice);
  const text = [capitalised(say(pen)), ...details(pen, 1 + dice.below(2))].join(' ');
  const body = `${hello}${note}\n\n${signedName(pen)}\n\n${head}\n\n${text}\n\n${original.first}`;
  return { subject: `${voice.forwardMark}${subject}`, body };
}

function writeChased(pen: Pen, subject: string): Written {
  const { voice, dice } = pen;
  const quoted = [capitalised(say(pen)), ...details(pen, 1 + dice.below(2))].join(' ');
  const receipt = sentence(pen, 'receipts', voice.receipts);
  const quotation = dice.chance(0.6)
    ? `${pen.fill(voice.wrote)}\n> ${receipt}\n>\n> ${quoted}`
    : `${pen.fill(voice.wrote)}\n> ${receipt}\n>\n>> ${quoted}`;
  const hello = greeting(pen, 0.6);
  const chase = begun(pen, phrase(pen, 'chases', voice.chases), hello !== '');
  const body = `${hello}${chase}\n\n${signedName(pen)}\n\n${quotation}`;
  return { subject: dice.chance(0.85) ? `${voice.replyMark}${subject}` : subject, body };
}
