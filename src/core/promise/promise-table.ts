// What was promised and what of it is proven: one entry for each queue that is tested alone and one for those tested
// together. Plain JSON: it is stored beside its model and shown in the sheet.

/** `strict`: tested on tickets that no part of the model has seen. `provisional`: on out-of-fold scores, at half delta. */
export type PromiseKind = 'strict' | 'provisional';

/** The id of the one group of queues that are too weak to be tested alone; no label id can be a star. */
export const POOLED_ID = '*';

/** Why nothing is proven for a group; `reason.ts` says each in words. */
export type UnprovenReason =
  /** A target of 100 % would take endless tickets. */
  | 'target-certain'
  /** There is only one label to choose from. */
  | 'one-label'
  /** No labelled tickets were kept out of training. */
  | 'no-hold-out'
  /** Some confidences are not numbers from 0 to 1, or some predictions are no label. */
  | 'scores-invalid'
  /** The confidences are all alike, or only 0 and 1: no threshold parts right from wrong. */
  | 'scores-flat'
  /** The label is hardly ever predicted. */
  | 'rarely-predicted'
  /** None of its tickets reaches the least confidence on which anything is routed. */
  | 'confidence-low'
  /** Even without any error there are too few checked tickets above the first threshold. */
  | 'too-few-checked'
  /** Too many errors among the checked tickets above the first threshold. */
  | 'too-many-errors'
  /** It was tested for a weaker promise than the one that is agreed now. */
  | 'promise-raised'
  /** Blind audits showed its confidences to be overstated. */
  | 'overconfident';

interface GroupFacts {
  /** The label, or POOLED_ID for the labels that are tested together. */
  readonly id: string;
  /** Ids of the labels in it. */
  readonly labels: readonly string[];
  /** Checked tickets that are predicted as one of its labels. */
  readonly checked: number;
  /** Share of all tickets that are predicted as one of its labels, 0–1. */
  readonly share: number;
}

/** A group that may be routed without a person from its threshold on. */
export interface ProvenGroup extends GroupFacts {
  readonly state: 'proven';
  /** Least confidence for a ticket to be routed, 0–1. */
  readonly threshold: number;
  /** Checked tickets at or above the threshold. */
  readonly tested: number;
  /** Those among them whose prediction was wrong. */
  readonly errors: number;
  /** Chance of so few errors if more than the allowed share were wrong. */
  readonly pValue: number;
  /** Share that is right at least, at the group's confidence 1 − delta (exact one-sided bound). */
  readonly precisionMin: number;
  /** Share of all tickets that will be routed by it, 0–1. */
  readonly routedShare: number;
}

/** A group that stays with suggestions. */
export interface UnprovenGroup extends GroupFacts {
  readonly state: 'unproven';
  readonly reason: UnprovenReason;
  /** How many more checked tickets of the group would probably prove it; null where more tickets alone would not. */
  readonly checkedMore: number | null;
  /** Where out-of-fold predictions would prove it: to be told, and nothing to route by. */
  readonly provisional?: { readonly threshold: number; readonly tested: number; readonly errors: number };
}

export type PromiseGroup = ProvenGroup | UnprovenGroup;

/** The promise for one field: target, confidence, and every label in exactly one group. */
export interface PromiseTable {
  readonly version: 1;
  readonly kind: PromiseKind;
  /** Share of routed tickets that must be right, 0–1. */
  readonly target: number;
  /** Allowed chance that a group is proven by luck, as agreed with the lead. */
  readonly delta: number;
  /** The same for each test, after halving for a provisional kind and parting for a family-wise promise. */
  readonly deltaPerGroup: number;
  /** True when delta holds for all groups together instead of for each. */
  readonly isFamilyWise: boolean;
  /** Labelled tickets on which it was tested. */
  readonly checked: number;
  /** Share of all tickets that will be routed, 0–1. */
  readonly routedShare: number;
  readonly groups: readonly PromiseGroup[];
  /** Which runner-ups are shown beside a suggestion; undefined where no ticket was kept apart to learn that from. */
  readonly suggestions?: ShownRunnersUp;
}

/** Least confidence for a runner-up to be shown: shared, and that of labels with tickets enough of their own. See suggestion-set. */
export interface ShownRunnersUp {
  readonly miss: number;
  readonly shared: number;
  readonly byLabel: Readonly<Record<string, number>>;
}

/** The group of each label, by label id. */
export function groupsByLabel(table: PromiseTable): ReadonlyMap<string, PromiseGroup> {
  const byLabel = new Map<string, PromiseGroup>();
  for (const group of table.groups) for (const label of group.labels) byLabel.set(label, group);
  return byLabel;
}
