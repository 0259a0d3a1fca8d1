// Writes one ticket out of a situation, in the manner of a mail, a form, a chat or a note of a phone call.
import { DESK_BOOK } from './desk-book.ts';
import { writeMail } from './mail.ts';
import {
  aside,
  details,
  maybe,
  misspelt,
  type Pen,
  penFor,
  type Scene,
  say,
  sentence,
  type Written,
} from './pen.ts';
import { capitalised } from './phrase.ts';
import type { Deal, Dice, Weights } from './random.ts';

const FORM_CHOICES: Weights<'right' | 'any' | 'none'> = [
  ['right', 50],
  ['any', 20],
  ['none', 30],
];
/** Writes a scene down. The same dice and decks in the same state write the same text. */
export function composeTicket(scene: Scene, dice: Dice, deal: Deal): Written {
  const pen = penFor(scene, dice, deal);
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
    `${labels.user} ${pen.fill('{name}')}`,
    `${labels.site} ${pen.fill('{site}')}`,
    `${labels.service} ${formService(pen)}`,
    `${labels.asset} ${device}`,
    `${labels.urgency} ${dice.pick(voice.urgencies)}`,
    `${labels.reach} ${pen.fill(dice.pick(voice.reach))}`,
    `${labels.text} ${misspelt(pen, text, 0.15)}`,
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
  const head = sentence(pen, 'phoneHeads', voice.phoneHeads);
  return `${head} ${pen.fill(scene.situation.brief)} ${sentence(pen, 'phoneEnds', voice.phoneEnds)}`;
}
