// How much a ticket looks like those the model was trained on, to tell what belongs to none of its labels. Calibrated without any
// such ticket: the score's quantiles among in-scope rows that the fit has not seen turn it into a share of ordinary tickets.

/** Weight of the share of known words, chosen by leaving labels out of three training sets. */
const KNOWN_WORDS_WEIGHT = 4;
const QUANTILES = 100;
/** With fewer unseen rows the low quantiles, which matter, are not known. */
const ROWS_MIN = 100;
const DIGITS = 1e4;
/** A certain prediction has finite log-odds all the same. */
const DOUBT_MIN = 1e-9;

/** Below this familiarity, one ordinary ticket in fifty, a ticket is taken to belong to none of the labels. */
export const FAMILIARITY_MIN = 0.02;

/**
 * Higher for tickets that a label claims with evidence: log-odds of the label, plus its logit, which is small when few known
 * grams speak for anything, plus four times the log share of words that the model knows. Comparable within one model only.
 */
export function familiarityScore(
  topLogit: number,
  confidence: number,
  knownWords: number,
  words: number,
): number {
  const logOdds = Math.log(confidence / (1 - confidence + DOUBT_MIN));
  return logOdds + topLogit + KNOWN_WORDS_WEIGHT * Math.log((knownWords + 1) / (words + 2));
}

/** The 0th to 100th percentile of scores, lowest first; empty when there are too few to say. */
export function familiarityQuantiles(scores: Float64Array): number[] {
  if (scores.length < ROWS_MIN) return [];
  const sorted = scores.slice().sort();
  return Array.from({ length: QUANTILES + 1 }, (_, quantile) => {
    const at = Math.round((quantile / QUANTILES) * (sorted.length - 1));
    return Math.round(sorted[at]! * DIGITS) / DIGITS;
  });
}

/** Share of ordinary tickets that are at most as familiar, 0–1, interpolated between percentiles; 1 where nothing is known. */
export function familiarityOf(score: number, quantiles: readonly number[]): number {
  const last = quantiles.length - 1;
  if (last < 0 || score >= quantiles[last]!) return 1;
  if (score <= quantiles[0]!) return 0;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (quantiles[middle]! <= score) low = middle;
    else high = middle;
  }
  const width = quantiles[high]! - quantiles[low]!;
  return (low + (width === 0 ? 0 : (score - quantiles[low]!) / width)) / last;
}
