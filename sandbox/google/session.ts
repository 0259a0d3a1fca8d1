// Session: who is using the script, and where.
import { COST, Emulated, LocalEmulated, NAME } from './emulated.ts';
import type { Cost } from './latency.ts';
import type { Run } from './run.ts';

export class EmulatedUser extends LocalEmulated {
  readonly [NAME] = 'User';
  readonly #email: string;

  constructor(email: string) {
    super();
    this.#email = email;
  }

  getEmail(): string {
    return this.#email;
  }
}

export class EmulatedSession extends Emulated {
  readonly [NAME] = 'Session';
  readonly #run: Run;

  constructor(run: Run) {
    super();
    this.#run = run;
  }

  [COST](): Cost {
    return { kind: 'script' };
  }

  /** A simple trigger runs without consent, so it does not learn who is there. */
  getActiveUser(): EmulatedUser {
    return new EmulatedUser(this.#run.entry === 'simple-trigger' ? '' : this.#run.user.email);
  }

  getEffectiveUser(): EmulatedUser {
    return new EmulatedUser(this.#run.entry === 'simple-trigger' ? '' : this.#run.user.email);
  }

  getActiveUserLocale(): string {
    return this.#run.user.locale ?? 'en';
  }

  getScriptTimeZone(): string {
    return this.#run.ground.scriptTimeZone;
  }
}
