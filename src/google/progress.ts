// ProgressPort over the document's cache: short-lived, quick, and open to the page's calls while the run is at work.
import type { Progress, ProgressPort } from '../addon/ports.ts';

const PROGRESS_KEY = 'usher.progress';
const STOP_KEY = 'usher.stop';
/** As long as a run can last. */
const KEPT_SECONDS = 420;

export function googleProgress(): ProgressPort {
  // Fetched when first used, since most executions never report any progress.
  const cache = () => CacheService.getDocumentCache();
  const put = (progress: Progress) =>
    attempt(() => cache()?.put(PROGRESS_KEY, JSON.stringify(progress), KEPT_SECONDS));
  return {
    begin: (total) => {
      attempt(() => cache()?.remove(STOP_KEY));
      put({ done: 0, total });
    },
    tell: (progress) => {
      put(progress);
      return attempt(() => cache()?.get(STOP_KEY)) === 'yes';
    },
    end: () => {
      attempt(() => cache()?.remove(PROGRESS_KEY));
    },
    read: () => {
      const text = cache()?.get(PROGRESS_KEY) ?? null;
      return text === null ? null : (JSON.parse(text) as Progress);
    },
    askToStop: () => cache()?.put(STOP_KEY, 'yes', KEPT_SECONDS),
  };
}

/** A cache that fails costs the page its progress and must not cost the run its end. */
function attempt<T>(call: () => T): T | null {
  try {
    return call();
  } catch {
    return null;
  }
}
