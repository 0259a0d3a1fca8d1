// The three ways in which a call of an emulated service does not come back with a value.

/** A refusal that Google would throw too. The script sees it as an `Exception` and may catch it. */
export class GoogleError extends Error {}

/** The script used something that the sandbox does not have. It reaches the caller even if the script catches it. */
export class NotInSandboxError extends Error {}

/** Why a run was ended from outside. */
export type EndReason = 'time limit' | 'fault' | 'real time' | 'computer time';

/** The run is over: thrown by every further call, so that nothing the script still does has an effect. */
export class RunEndedError extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
