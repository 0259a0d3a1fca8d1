// ScriptApp: tokens, triggers and what the user has authorised.
import { COST, Emulated, LocalEmulated, NAME } from './emulated.ts';
import { Enumeration } from './enumeration.ts';
import type { Cost } from './latency.ts';
import { emulated } from './parameters.ts';
import type { Run } from './run.ts';
import type { ScriptFacts } from './script-facts.ts';
import { EmulatedTrigger, TriggerBuilder, triggerOf } from './trigger-builder.ts';

export class EmulatedScriptApp extends Emulated {
  readonly [NAME] = 'ScriptApp';
  readonly AuthMode = new Enumeration('AuthMode', ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL']);
  readonly AuthorizationStatus = new Enumeration('AuthorizationStatus', ['REQUIRED', 'NOT_REQUIRED']);
  readonly EventType = new Enumeration('EventType', [
    'CLOCK',
    'ON_OPEN',
    'ON_EDIT',
    'ON_CHANGE',
    'ON_FORM_SUBMIT',
  ]);
  readonly TriggerSource = new Enumeration('TriggerSource', ['SPREADSHEETS', 'CLOCK']);
  readonly WeekDay = new Enumeration('WeekDay', [
    ...['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  ]);
  readonly #run: Run;
  readonly #facts: ScriptFacts;

  constructor(run: Run, facts: ScriptFacts) {
    super();
    this.#run = run;
    this.#facts = facts;
  }

  [COST](method: string): Cost {
    return { kind: method === 'newTrigger' ? 'local' : 'script' };
  }

  /** The effective user's token, or null where the manifest does not ask for `openid`. */
  getIdentityToken(): string {
    return this.#facts.identityToken(this.#run.user, this.#run.ground.clock.now);
  }

  getOAuthToken(): string {
    return `sandbox-access-token-of-${this.#run.user.email}`;
  }

  getScriptId(): string {
    return this.#run.ground.scriptId;
  }

  newTrigger(functionName: unknown): TriggerBuilder {
    this.#run.ground.authorisation.assertMay('ScriptApp.newTrigger', this.#run.entry);
    return new TriggerBuilder(this.#run, this.#facts, functionName);
  }

  /** The effective user's own triggers; those of others are not shown, as at Google. */
  getProjectTriggers(): EmulatedTrigger[] {
    const own = this.#facts.triggers.all.filter((trigger) => trigger.creator.email === this.#run.user.email);
    return own.map((trigger) => new EmulatedTrigger(trigger));
  }

  getUserTriggers(): EmulatedTrigger[] {
    return this.getProjectTriggers();
  }

  deleteTrigger(trigger: unknown): void {
    this.#facts.triggers.remove(triggerOf(emulated(trigger, EmulatedTrigger, 'trigger')).id);
  }

  getAuthorizationInfo(): AuthorizationInfo {
    return new AuthorizationInfo();
  }
}

/** The sandbox's user has always agreed to what the manifest asks. */
export class AuthorizationInfo extends LocalEmulated {
  readonly [NAME] = 'AuthorizationInfo';

  getAuthorizationStatus(): string {
    return 'NOT_REQUIRED';
  }

  getAuthorizationUrl(): string | null {
    return null;
  }
}
