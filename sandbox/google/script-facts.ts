// What ScriptApp and the trigger builders know of the script they run in.
import type { User } from './run.ts';
import type { TriggerStore } from './trigger-store.ts';

export interface ScriptFacts {
  readonly triggers: TriggerStore;
  /** A published add-on's time-driven triggers fire hourly at most. */
  readonly isAddOn: boolean;
  readonly documentId: string | null;
  readonly identityToken: (user: User, now: number) => string;
}
