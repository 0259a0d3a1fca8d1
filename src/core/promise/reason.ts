// Why a ticket was decided as it was, as data, and the one function that says it to a person.

import type { PromiseKind, UnprovenReason } from './promise-table.ts';

/** Why a decision was taken. */
export type Reason =
  | {
      readonly code: 'promise-holds' | 'below-threshold' | 'provisional-only';
      readonly target: number;
      readonly threshold: number;
      readonly confidence: number;
      readonly kind: PromiseKind;
      /** Queues that are promised together, this one included. */
      readonly queues: number;
    }
  | {
      readonly code: 'not-proven';
      readonly target: number;
      readonly why: UnprovenReason;
      readonly checkedMore: number | null;
      readonly queues: number;
    }
  | { readonly code: 'not-tested' }
  | { readonly code: 'tripped'; readonly target: number; readonly audits: number; readonly errors: number }
  | { readonly code: 'never-missed'; readonly value: string }
  /** A field with such values could not be told of this ticket. */
  | { readonly code: 'never-missed-unknown'; readonly field: string }
  | { readonly code: 'blind-audit' }
  | { readonly code: 'mode-off' | 'mode-monitor' | 'mode-suggest' }
  | { readonly code: 'confidence-low'; readonly confidence: number; readonly suggestFrom: number }
  | { readonly code: 'confidence-invalid' };

/** The reason as one sentence without a full stop at its end, such as "95 % promise holds from 0.81; this is 0.93". */
export function reasonText(reason: Reason): string {
  switch (reason.code) {
    case 'promise-holds':
      return `${promiseOf(reason)} holds ${comparison(reason.threshold, reason.confidence)}`;
    case 'provisional-only':
      return `${promiseOf(reason)} holds only provisionally ${comparison(reason.threshold, reason.confidence)}: label more tickets, so that some can be kept apart to test it`;
    case 'below-threshold':
      return `${promiseOf(reason)} holds only ${comparison(reason.threshold, reason.confidence)}`;
    case 'not-proven':
      return `${promiseOf(reason)} is not proven: ${unprovenText(reason.why, reason.checkedMore)}`;
    case 'not-tested':
      return 'No promise has been tested for this queue yet';
    case 'tripped':
      return `${percent(reason.target)} promise was withdrawn: ${reason.errors} of ${plural(reason.audits, 'audited ticket')} were wrong`;
    case 'never-missed':
      return `“${reason.value}” must never be missed, so a person always decides`;
    case 'never-missed-unknown':
      return `“${reason.field}” could not be told, and some of its values must never be missed, so a person always decides`;
    case 'blind-audit':
      return 'Picked for a blind check: please choose without a suggestion';
    case 'mode-off':
      return 'Usher is switched off for this queue';
    case 'mode-monitor':
      return 'This queue is only monitored: nothing is written';
    case 'mode-suggest':
      return 'This queue is set to suggestions only';
    case 'confidence-low':
      return `Too unsure for a suggestion: suggestions start ${comparison(reason.suggestFrom, reason.confidence)}`;
    case 'confidence-invalid':
      return 'The model gave no valid confidence';
    default:
      return assertNever(reason);
  }
}

/** Why nothing is proven, and what would change it, as a clause that may follow a colon. */
export function unprovenText(why: UnprovenReason, checkedMore: number | null): string {
  switch (why) {
    case 'target-certain':
      return 'no number of checked tickets proves 100 %; promise a little less';
    case 'one-label':
      return 'there is only one queue to choose from';
    case 'no-hold-out':
      return checkedMore === null
        ? 'no checked tickets were kept apart from training; label some more'
        : `no checked tickets were kept apart from training yet; label about ${inRoundNumbers(checkedMore)} more`;
    case 'scores-invalid':
      return 'some confidences are not numbers from 0 to 1; train the model again';
    case 'scores-flat':
      return 'all confidences are alike, so none is better than another; train on more tickets';
    case 'rarely-predicted':
      return `tickets are hardly ever sent here; ${needText(checkedMore)}`;
    case 'confidence-low':
      return 'no ticket reaches the confidence that routing needs; train on more tickets';
    case 'too-few-checked':
      return needText(checkedMore);
    case 'too-many-errors':
      return checkedMore === null
        ? 'too many checked tickets were wrong at every confidence; more tickets alone will not help'
        : `too many checked tickets were wrong; ${needText(checkedMore)}`;
    case 'promise-raised':
      return 'it was tested for a lower promise than the desk makes now; learn again';
    case 'overconfident':
      return 'blind checks showed that its confidences are overstated; learn again from corrected tickets';
    default:
      return assertNever(why);
  }
}

function needText(checkedMore: number | null): string {
  return checkedMore === null
    ? 'more checked tickets are needed'
    : `needs about ${plural(inRoundNumbers(checkedMore), 'more checked ticket')}`;
}

/** Two digits that count: the estimate is no better than that. */
function inRoundNumbers(count: number): number {
  return count < 100 ? count : Number(count.toPrecision(2));
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function promiseOf({ target, queues }: { readonly target: number; readonly queues: number }): string {
  return `${percent(target)} promise${queues > 1 ? ` for ${queues} queues together` : ''}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

// As few decimals as show on which side of the threshold the confidence lies: the threshold is rounded up and the confidence
// down, so that 0.8149 never reads as reached by 0.81.
function comparison(threshold: number, confidence: number): string {
  const isReached = confidence >= threshold;
  for (let digits = 2; digits < 6; digits++) {
    const unit = 10 ** digits;
    const from = Math.ceil(threshold * unit - 1e-9) / unit;
    const here = Math.floor(confidence * unit + 1e-9) / unit;
    if (here >= from === isReached) return `from ${from.toFixed(digits)}; this is ${here.toFixed(digits)}`;
  }
  return `from ${threshold}; this is ${confidence}`;
}

function assertNever(value: never): never {
  throw new Error(`No words for ${JSON.stringify(value)}.`);
}
