// Watches a proven group on its audited tickets and takes its right to be routed away when they break the promise. It may be
// looked at after every audit, for ever: while at most the allowed share is wrong, the chance of ever tripping is 1 %.
//
// The evidence is a bet that the error has doubled from some audit on. The stake is spread over the audits from which that
// may hold, so that a long good time before does not hide a later fall (a plain likelihood ratio sinks all that while).
// Source: Ville's inequality for test martingales; A. Ramdas et al., "Game-Theoretic Statistics and Safe Anytime-Valid
// Inference" (2023), sections 2 and 6.

/** Chance of a false trip, ever. */
export const FALSE_TRIP_MAX = 0.01;
// The alternative bet on: twice the allowed share.
const ALTERNATIVE_FACTOR = 2;
// Half the stake is on a change within this many audits. Measured at an allowed 5 %: doubled from the start is caught in a
// median of about 205 audits (190 with all on the first), doubled after 1,000 good ones in 480 instead of 1,700.
const EARLY_AUDITS = 20;

/** Watching: what the audits since arming amount to. JSON, kept by group. */
export interface ArmedWatchdog {
  readonly state: 'armed';
  /** Share of routed tickets that may be wrong. */
  readonly allowed: number;
  readonly audits: number;
  readonly errors: number;
  /** Winnings of the stakes that are placed so far. */
  readonly evidence: number;
}

/** Tripped: the group falls back to suggestions until a lead arms it again on fresh evidence. */
export interface TrippedWatchdog {
  readonly state: 'tripped';
  readonly allowed: number;
  readonly audits: number;
  readonly errors: number;
  /** When, in milliseconds since 1970. */
  readonly trippedAt: number;
}

export type Watchdog = ArmedWatchdog | TrippedWatchdog;

/** Arms a watchdog without any audits; `allowed` is 1 − target, above 0 and at most a half. */
export function armWatchdog(allowed: number): ArmedWatchdog {
  if (!(allowed > 0 && allowed <= 0.5)) {
    throw new Error(`A watchdog needs an allowed share of errors above 0 and up to 0.5; found ${allowed}.`);
  }
  return { state: 'armed', allowed, audits: 0, errors: 0, evidence: 0 };
}

/** Takes one audited ticket; a tripped watchdog stays as it is. `now` is in milliseconds since 1970. */
export function watchAudit(watchdog: Watchdog, isWrong: boolean, now: number): Watchdog {
  if (watchdog.state === 'tripped') return watchdog;
  const { allowed } = watchdog;
  const audits = watchdog.audits + 1;
  const errors = watchdog.errors + (isWrong ? 1 : 0);
  const stake = EARLY_AUDITS / ((audits + EARLY_AUDITS - 1) * (audits + EARLY_AUDITS));
  const evidence = (watchdog.evidence + stake) * Math.exp(logLikelihoodRatio(isWrong, allowed));
  const unplaced = EARLY_AUDITS / (audits + EARLY_AUDITS);
  if (evidence + unplaced >= 1 / FALSE_TRIP_MAX) {
    return { state: 'tripped', allowed, audits, errors, trippedAt: now };
  }
  return { state: 'armed', allowed, audits, errors, evidence };
}

/** ln of how much likelier one audit's outcome is at twice the allowed error than at the allowed error. */
export function logLikelihoodRatio(isWrong: boolean, allowed: number): number {
  const alternative = Math.min(ALTERNATIVE_FACTOR * allowed, (1 + allowed) / 2);
  return isWrong ? Math.log(alternative / allowed) : Math.log((1 - alternative) / (1 - allowed));
}
