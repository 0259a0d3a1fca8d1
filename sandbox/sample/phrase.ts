// Turns a written phrasing into a sentence: `[this|that]` becomes one of its alternatives, `{name}` its value.
// Brackets without a bar stay as they are, since pasted logs have them.
import type { Dice } from './random.ts';

/** Values for the `{name}` places of a phrasing; a function is asked anew at each place. */
export type Slots = Readonly<Record<string, string | (() => string)>>;

const ALTERNATIVES = /\[([^[\]|]*(?:\|[^[\]|]*)+)\]/g;
const SLOT = /\{(\w+)\}/g;

/** Fills a phrasing; throws when it names a slot that has no value. */
export function fillPhrase(phrasing: string, slots: Slots, dice: Dice): string {
  const chosen = phrasing.replace(ALTERNATIVES, (_, inner: string) => dice.pick(inner.split('|')));
  return chosen.replace(SLOT, (_, name: string) => {
    const value = slots[name];
    if (value === undefined)
      throw new Error(`The phrasing "${phrasing}" names {${name}}, which has no value.`);
    return typeof value === 'string' ? value : value();
  });
}

/** Begins a sentence with a capital, also after an opening Spanish mark. */
export function capitalised(sentence: string): string {
  return sentence.replace(
    /^([¿¡'(]*)(\p{Ll})/u,
    (_, marks: string, letter: string) => marks + letter.toUpperCase(),
  );
}

const WORD = /(?<![\p{L}\p{N}@._/'’-])\p{Ll}{5,}(?![\p{L}\p{N}@._/'’-])/gu;

/** Misspells about `share` (0–1) of the longer lower-case words, as hurried typing does; addresses stay intact. */
export function withTypos(text: string, share: number, dice: Dice): string {
  return text.replace(WORD, (word) => {
    if (!dice.chance(share)) return word;
    const at = 1 + dice.below(word.length - 3);
    const [first, second] = [word.charAt(at), word.charAt(at + 1)];
    const swapped = second + first;
    const pair = dice.pick([swapped, swapped, first, first + second + second]);
    return word.slice(0, at) + pair + word.slice(at + 2);
  });
}
