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
  const { contrasts, foundWords, ranking } = scorer;
  const named = scorer.rankContrasts(limit);
  const contributions: Contribution[] = [];
  for (let rank = 0; rank < named; rank++) {
    const gram = ranking[rank]!;
    const value = contrasts[gram]!;
    const { start, end } =
      foundWords[gram] === 0 ? strongestPartSpan(predictor, text, gram) : gramSpan(grams, gram);
    rest -= value;
    contributions.push({ text: text.slice(start, end), start, end, value });
  }
  return { label, other, difference, bias, contributions, rest };
}

/** Of a word that the model knows only by its parts, where the part stands that mattered most. */
function strongestPartSpan({ scorer, scanner }: Predictor, text: string, gram: number): Span {
  const word = (gram + 1) >>> 1;
  const { partEnds } = scanner.grams;
  const first = word === 0 ? 0 : partEnds[word - 1]!;
  const best = scorer.strongestPart(first, partEnds[word]!);
  return scanner.partSpan(text, word, best);
}
