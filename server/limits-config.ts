// How much work one instance and one deployment take.
import type { Reader } from './environment.ts';
import type { AdmissionLimits } from './http/admission.ts';
import type { Retention } from './store/erasure.ts';
import type { UsageLimits } from './triage/meter.ts';

/** Bounds on work; a limit of zero is none. */
export interface LimitsConfig {
  readonly admission: AdmissionLimits;
  readonly usage: UsageLimits;
  readonly retention: Retention;
}

const MEGABYTE = 1024 * 1024;
const MOST = 1_000_000_000;

/** Reads the limits. Each has a default that a desk of a thousand tickets a day never meets. */
export function readLimits(reader: Reader): LimitsConfig {
  return {
    admission: {
      bytesMax: reader.whole('USHER_IN_FLIGHT_MEGABYTES', 2, 1, 1_000) * MEGABYTE,
      queueBytesMax: reader.whole('USHER_QUEUE_MEGABYTES', 8, 0, 1_000) * MEGABYTE,
      queueMs: reader.whole('USHER_QUEUE_MS', 1_000, 1, 60_000),
    },
    usage: {
      callerRequestsAMinute: reader.whole('USHER_CALLER_REQUESTS_A_MINUTE', 3_000, 0, MOST),
      callerTicketsADay: reader.whole('USHER_CALLER_TICKETS_A_DAY', 200_000, 0, MOST),
      deskTicketsAMinute: reader.whole('USHER_DESK_TICKETS_A_MINUTE', 60_000, 0, MOST),
      deskTicketsADay: reader.whole('USHER_DESK_TICKETS_A_DAY', 1_000_000, 0, MOST),
    },
    retention: {
      answerDays: reader.whole('USHER_ANSWER_DAYS', 30, 1, 3_650),
      logDays: reader.whole('USHER_LOG_DAYS', 400, 14, 3_650),
    },
  };
}
