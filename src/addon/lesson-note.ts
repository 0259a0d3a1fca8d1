// What is remembered of the last lesson, so that the next one that begins by itself is worth it.
import type { StorePort } from './ports.ts';
import { isRecord } from './settings.ts';

const LESSON_KEY = 'usher.lesson';

/** The last lesson of a desk; a copied spreadsheet brings along that of another. */
export interface LessonNote {
  readonly desk: string;
  /** Epoch milliseconds; 0 for never. */
  readonly learnedAt: number;
  /** Labelled tickets that were in that lesson. */
  readonly labels: number;
  /** When topics were last looked for. */
  readonly topicsAt: number;
  /** When it was last looked whether a lesson is due. */
  readonly lookedAt: number;
}

/** The note about a desk; blank where there is none. */
export function readLesson(store: StorePort, desk: string): LessonNote {
  const blank = { desk, learnedAt: 0, labels: 0, topicsAt: 0, lookedAt: 0 };
  const text = store.read(LESSON_KEY);
  if (text === null) return blank;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || value['desk'] !== desk) return blank;
    const numberAt = (key: string): number => (typeof value[key] === 'number' ? Number(value[key]) : 0);
    return {
      desk,
      ...{ learnedAt: numberAt('learnedAt'), labels: numberAt('labels') },
      ...{ topicsAt: numberAt('topicsAt'), lookedAt: numberAt('lookedAt') },
    };
  } catch {
    return blank;
  }
}

/** Notes what has changed; the rest stays. */
export function noteLesson(store: StorePort, change: Partial<LessonNote> & Pick<LessonNote, 'desk'>): void {
  store.write(LESSON_KEY, JSON.stringify({ ...readLesson(store, change.desk), ...change }));
}
