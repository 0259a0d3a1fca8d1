// Whether this process's one thread has been at work without a pause. Then whatever is let in besides only waits for the rest, and
// what the thread gets done in a millisecond tells how long that would be.

/** Milliseconds that the event loop has waited for work, and worked, since the start. */
export interface LoopTimes {
  readonly idle: number;
  readonly active: number;
}

/** The work of the last moments. */
export interface Busyness {
  /** Notes work that was done. */
  done(bytes: number): void;
  /** Milliseconds that the thread would need for this much work; zero while it has pauses. */
  msFor(bytes: number): number;
}

/** Long enough that ten requests at once, as a run of the add-on sends, are no overload. */
const WINDOW_MS = 250;
/** Share of a window at work from which the thread has no pauses to speak of. */
const BUSY_SHARE = 0.9;
/** With less done in a window, the thread was at something else, and its time tells nothing of requests. */
const TOLD_BYTES_MIN = 64 * 1_024;
/** Weight of the last window in what a millisecond gets done. */
const NEWEST = 0.5;

/** Looks at `loopTimes` whenever it is asked, but once a window. */
export function createBusyness(loopTimes: () => LoopTimes): Busyness {
  let windowStart = loopTimes();
  let bytesDone = 0;
  let bytesAMs = 0;
  let isBusy = false;

  function look(): void {
    const { idle, active } = loopTimes();
    const [idleMs, activeMs] = [idle - windowStart.idle, active - windowStart.active];
    if (idleMs + activeMs < WINDOW_MS) return;
    isBusy = activeMs > BUSY_SHARE * (idleMs + activeMs);
    if (isBusy && bytesDone >= TOLD_BYTES_MIN) {
      const rate = bytesDone / activeMs;
      bytesAMs = bytesAMs === 0 ? rate : NEWEST * rate + (1 - NEWEST) * bytesAMs;
    }
    windowStart = { idle, active };
    bytesDone = 0;
  }

  return {
    done: (bytes) => {
      bytesDone += bytes;
    },
    msFor: (bytes) => {
      look();
      return isBusy && bytesAMs > 0 ? bytes / bytesAMs : 0;
    },
  };
}
