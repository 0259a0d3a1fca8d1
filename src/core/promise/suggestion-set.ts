// How many runner-ups to show beside a suggestion: as many labels as it takes to hold the true one in at least a share
// 1 − miss of all tickets. For suggestions only; it says nothing about the tickets of one queue, so nothing is routed by it.
// Source: split conformal prediction, V. Vovk et al., "Algorithmic Learning in a Random World" (2005), with the score 1 − p
// of M. Sadinle et al. (2019); by true label ("Mondrian") where a label has tickets enough.

/** Tickets of a true label from which its own limit is set; with fewer the shared limit holds. */
const OWN_LIMIT_TICKETS_MIN = 50;

/** Least probability for a label to be shown; 0 shows every label. */
export interface SuggestionRule {
  readonly miss: number;
  readonly shared: number;
  /** By label index; null where the shared one holds. */
  readonly byLabel: readonly (number | null)[];
}

/**
 * Learns the rule from tickets that the model has not seen: their true label and the probability that the model gave it.
 * `miss` is the share of tickets whose true label may be missing, such as 0.05.
 */
export function learnSuggestionRule(
  tickets: { readonly targets: ArrayLike<number>; readonly probabilityOfTarget: ArrayLike<number> },
  labels: number,
  miss: number,
): SuggestionRule {
  const all: number[] = [];
  const byLabel: number[][] = Array.from({ length: labels }, () => []);
  for (let row = 0; row < tickets.targets.length; row++) {
    const missing = 1 - (tickets.probabilityOfTarget[row] as number);
    all.push(missing);
    byLabel[tickets.targets[row] as number]?.push(missing);
  }
  return {
    miss,
    shared: probabilityMin(all, miss),
    byLabel: byLabel.map((own) => (own.length < OWN_LIMIT_TICKETS_MIN ? null : probabilityMin(own, miss))),
  };
}

/** The labels to show for one ticket, most probable first: always at least one, at most `most`. */
export function suggestionSet(
  probabilities: ArrayLike<number>,
  rule: SuggestionRule,
  most: number,
): number[] {
  const order = Array.from({ length: probabilities.length }, (_, label) => label);
  const probabilityOf = (label: number): number => probabilities[label] as number;
  order.sort((a, b) => probabilityOf(b) - probabilityOf(a) || a - b);
  const shown = order.filter(
    (label, rank) => rank === 0 || probabilityOf(label) >= (rule.byLabel[label] ?? rule.shared),
  );
  return shown.slice(0, most);
}

/**
 * The ceil((n+1)·(1−miss))-th smallest of n nonconformities; Infinity when that rank is beyond n, as then no finite limit
 * can hold.
 */
export function conformalQuantile(nonconformities: readonly number[], miss: number): number {
  const rank = Math.ceil(Number(((nonconformities.length + 1) * (1 - miss)).toPrecision(12)));
  const sorted = [...nonconformities].sort((a, b) => a - b);
  return sorted[rank - 1] ?? Infinity;
}

function probabilityMin(missing: readonly number[], miss: number): number {
  return Math.max(0, 1 - conformalQuantile(missing, miss));
}
