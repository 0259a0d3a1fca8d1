// Says which words of a text made the difference between two labels. Exact: the contributions and the bias add up to the
// difference of the two labels' logits. The grams found while predicting are used again, so the model needs no strings.
import { gramSpan, type Span } from './grams.ts';
import type { Predictor } from './predict.ts';

/** A word, a pair of neighbouring words or a part of a word, and what it added to the difference of the logits. */
export interface Contribution {
  /** The words as they stand in the text, from unit `start` to before unit `end`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Why `label` was preferred to `other`. */
export interface Explanation {
  readonly label: number;
  readonly other: number;
  /** Difference of the two logits: the bias and all contributions together, to within rounding. */
  readonly difference: number;
  readonly bias: number;
  /** The words and pairs that contributed most, largest absolute value first. */
  readonly contributions: readonly Contribution[];
  /** What all other words and pairs contributed together. */
  readonly rest: number;
}

/** Explains the preference of one label to another for a text, naming at most `limit` words and pairs. */
export function explainPrediction(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
  limit: number = Number.POSITIVE_INFINITY,
): Explanation {
  predictor.predict(text);
  return explainLast(predictor, text, label, other, limit);
}

/**
 * The same for the text that the predictor predicted last, without predicting it again. Parts count towards the word that they
 * are in; a word that the model knows only by its parts is shown by the part that mattered most.
 */
export function explainLast(
  predictor: Predictor,
  text: string,
  label: number,
  other: number,
  limit: number = Number.POSITIVE_INFINITY,
): Explanation {
  const { model, scorer, scanner } = predictor;
  const { grams } = scanner;
  const bias = model.bias[label]! - model.bias[other]!;
  const difference = bias + scorer.contrast(label, other);
  let rest = difference - bias;
  const contributions: Contribution[] = [];
  const named = rankStrongest(scorer.contrasts, grams.wordCount, limit);
  for (let rank = 0; rank < named; rank++) {
    const gram = order[rank]!;
    const { start, end } = spanOf(predictor, text, gram);
    const value = scorer.contrasts[gram]!;
    rest -= value;
    contributions.push({ text: text.slice(start, end), start, end, value });
  }
  return { label, other, difference, bias, contributions, rest };
}

/** Scratch: the word grams named so far, and the sizes of their values, largest first. */
let order = new Uint32Array(64);
let sizes = new Float64Array(64);

/** Writes the word grams whose values are not zero to `order`, largest absolute value first; answers how many, at most `limit`. */
function rankStrongest(values: Float64Array, count: number, limit: number): number {
  const most = Math.min(count, limit);
  if (order.length < most) {
    order = new Uint32Array(2 * most);
    sizes = new Float64Array(2 * most);
  }
  let named = 0;
  let least = 0;
  for (let gram = 0; gram < count; gram++) {
    const size = Math.abs(values[gram]!);
    if (size <= least) continue;
    let at = named < most ? named++ : most - 1;
    for (; at > 0 && sizes[at - 1]! < size; at--) {
      order[at] = order[at - 1]!;
      sizes[at] = sizes[at - 1]!;
    }
    order[at] = gram;
    sizes[at] = size;
    if (named === most) least = sizes[most - 1]!;
  }
  return named;
}

/** Where a word gram stands; of a word that the model knows only by its parts, where the part stands that mattered most. */
function spanOf({ scorer, scanner }: Predictor, text: string, gram: number): Span {
  const word = (gram + 1) >>> 1;
  if (scorer.foundWords[gram] !== 0) return gramSpan(scanner.grams, gram);
  const { partEnds } = scanner.grams;
  const first = word === 0 ? 0 : partEnds[word - 1]!;
  const best = scorer.strongestPart(first, partEnds[word]!);
  return scanner.partSpan(text, word, best);
}
