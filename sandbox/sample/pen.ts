// What any ticket is written with, whatever its form: the sentences of its situation, and those that people put around
// them in their language.
import { DESK_BOOK, type Situation, type Voice } from './desk-book.ts';
import { capitalised, fillPhrase, type Slots, withTypos } from './phrase.ts';
import type { Deal, Dice } from './random.ts';
import { type Occasion, slotsFor } from './slots.ts';

/** How a ticket reached the desk. */
export type Channel = 'mail' | 'form' | 'chat' | 'phone';

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

/** A scene with all that is needed to write it down. */
export interface Pen {
  scene: Scene;
  voice: Voice;
  slots: Slots;
  dice: Dice;
  deal: Deal;
  /** Fills a phrasing with the scene's slots. */
  fill(phrasing: string): string;
}

const ASIDE_SHARE = 0.14;

/** Takes up the pen for a scene. */
export function penFor(scene: Scene, dice: Dice, deal: Deal): Pen {
  const slots = slotsFor(scene, dice);
  const voice = DESK_BOOK.voices[scene.language];
  return { scene, voice, slots, dice, deal, fill: (phrasing) => fillPhrase(phrasing, slots, dice) };
}

/** The situation in one of its wordings. */
export function say({ scene, deal, fill }: Pen): string {
  return fill(deal(`${scene.deckKey}/says`, scene.situation.says));
}

/** Up to `count` details of the situation, as sentences. */
export function details({ scene, dice, fill }: Pen, count: number): string[] {
  const chosen = dice.shuffled(scene.situation.details).slice(0, count);
  return chosen.map((detail) => capitalised(fill(detail)));
}

/** One of a voice's phrasings of a kind; a kind always comes with the same phrasings. */
export function phrase({ scene, deal, fill }: Pen, kind: string, phrasings: readonly string[]): string {
  return fill(deal(`${scene.language}/${kind}`, phrasings));
}

/** The same as a sentence of its own. */
export function sentence(pen: Pen, kind: string, phrasings: readonly string[]): string {
  return capitalised(phrase(pen, kind, phrasings));
}

/** What the matter means for the sender's work; after an incident nobody writes that. */
export function impact(pen: Pen): string[] {
  const { impactFault, impactRequest } = pen.voice;
  switch (pen.scene.situation.kind) {
    case 'incident':
      return [];
    case 'request':
      return [sentence(pen, 'impactRequest', impactRequest)];
    default:
      return [sentence(pen, 'impactFault', impactFault)];
  }
}

/** Now and then a remark that names the work of another queue, as a distraction; else nothing. */
export function aside(pen: Pen): string[] {
  if (!pen.dice.chance(ASIDE_SHARE)) return [];
  const { queueId, situation } = pen.scene;
  const isFault = situation.kind === undefined;
  const fitting = pen.voice.asides.filter(
    (entry) => entry.mentions !== queueId && (entry.fits === 'any' || isFault),
  );
  const texts = fitting.map((entry) => entry.text);
  return [sentence(pen, `asides/${queueId}/${isFault}`, texts)];
}

/** One thing with the given probability (0–1), else nothing. */
export function maybe(pen: Pen, probability: number, write: () => string): string[] {
  return pen.dice.chance(probability) ? [write()] : [];
}

/** The text, hurriedly typed with the given probability (0–1). */
export function misspelt({ dice }: Pen, text: string, probability: number): string {
  return dice.chance(probability) ? withTypos(text, 0.07, dice) : text;
}
