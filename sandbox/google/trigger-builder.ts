// The chain of calls that installs a trigger, and installed triggers as scripts see them.
import { COST, Emulated, LocalEmulated, NAME } from './emulated.ts';
import { GoogleError } from './errors.ts';
import type { Cost } from './latency.ts';
import { date, text, whole } from './parameters.ts';
import type { Run } from './run.ts';
import type { ScriptFacts } from './script-facts.ts';
import type { Schedule, Trigger, TriggerEvent } from './trigger-store.ts';

const MINUTES_ALLOWED = new Set([1, 5, 10, 15, 30]);
const HOURS_ALLOWED = new Set([1, 2, 4, 6, 8, 12]);
const HOUR_MS = 3_600_000;

const models = new WeakMap<EmulatedTrigger, Trigger>();

/** The installed trigger behind a handle. */
export function triggerOf(trigger: EmulatedTrigger): Trigger {
  const model = models.get(trigger);
  if (model === undefined) throw new GoogleError('This trigger was not created.');
  return model;
}

export class EmulatedTrigger extends LocalEmulated {
  readonly [NAME] = 'Trigger';
  readonly #trigger: Trigger;

  constructor(trigger: Trigger) {
    super();
    this.#trigger = trigger;
    models.set(this, trigger);
  }

  getUniqueId(): string {
    return this.#trigger.id;
  }

  getHandlerFunction(): string {
    return this.#trigger.functionName;
  }

  getEventType(): string {
    return this.#trigger.event;
  }

  getTriggerSource(): string {
    return this.#trigger.event === 'CLOCK' ? 'CLOCK' : 'SPREADSHEETS';
  }

  getTriggerSourceId(): string | null {
    return this.#trigger.sourceId;
  }
}

export class TriggerBuilder extends LocalEmulated {
  readonly [NAME] = 'TriggerBuilder';
  readonly #run: Run;
  readonly #facts: ScriptFacts;
  readonly #functionName: string;

  constructor(run: Run, facts: ScriptFacts, functionName: unknown) {
    super();
    this.#run = run;
    this.#facts = facts;
    this.#functionName = text(functionName, 'functionName');
  }

  timeBased(): ClockTriggerBuilder {
    return new ClockTriggerBuilder(this.#run, this.#facts, this.#functionName);
  }

  /** Takes a spreadsheet or its id; only the script's own document is there. */
  forSpreadsheet(sheet: unknown): SpreadsheetTriggerBuilder {
    const isOwn =
      sheet instanceof Emulated ? sheet[NAME] === 'Spreadsheet' : sheet === this.#facts.documentId;
    if (!isOwn || this.#facts.documentId === null) throw new GoogleError('There is no such spreadsheet.');
    return new SpreadsheetTriggerBuilder(this.#run, this.#facts, this.#functionName);
  }
}

export class SpreadsheetTriggerBuilder extends Emulated {
  readonly [NAME] = 'SpreadsheetTriggerBuilder';
  readonly #run: Run;
  readonly #facts: ScriptFacts;
  readonly #functionName: string;
  #event: TriggerEvent | undefined;

  constructor(run: Run, facts: ScriptFacts, functionName: string) {
    super();
    this.#run = run;
    this.#facts = facts;
    this.#functionName = functionName;
  }

  [COST](method: string): Cost {
    return { kind: method === 'create' ? 'script' : 'local' };
  }

  onEdit(): this {
    return this.#on('ON_EDIT');
  }

  onChange(): this {
    return this.#on('ON_CHANGE');
  }

  onOpen(): this {
    return this.#on('ON_OPEN');
  }

  onFormSubmit(): this {
    return this.#on('ON_FORM_SUBMIT');
  }

  create(): EmulatedTrigger {
    if (this.#event === undefined) throw new GoogleError('A trigger needs an event.');
    const trigger = {
      functionName: this.#functionName,
      event: this.#event,
      creator: this.#run.user,
      sourceId: this.#facts.documentId,
      schedule: undefined,
    };
    return new EmulatedTrigger(this.#facts.triggers.add(trigger, this.#run.ground.clock.now));
  }

  #on(event: TriggerEvent): this {
    this.#event = event;
    return this;
  }
}

export class ClockTriggerBuilder extends Emulated {
  readonly [NAME] = 'ClockTriggerBuilder';
  readonly #run: Run;
  readonly #facts: ScriptFacts;
  readonly #functionName: string;
  #schedule: Schedule | undefined;
  #hour = 0;
  #minute = 0;
  #timeZone: string;

  constructor(run: Run, facts: ScriptFacts, functionName: string) {
    super();
    this.#run = run;
    this.#facts = facts;
    this.#functionName = functionName;
    this.#timeZone = run.ground.scriptTimeZone;
  }

  [COST](method: string): Cost {
    return { kind: method === 'create' ? 'script' : 'local' };
  }

  everyMinutes(minutes: unknown): this {
    const count = whole(minutes, 'n');
    if (!MINUTES_ALLOWED.has(count))
      throw new GoogleError(`A trigger fires every 1, 5, 10, 15 or 30 minutes; found ${count}.`);
    return this.#set({ kind: 'every', ms: count * 60_000 });
  }

  everyHours(hours: unknown): this {
    const count = whole(hours, 'n');
    if (!HOURS_ALLOWED.has(count))
      throw new GoogleError(`A trigger fires every 1, 2, 4, 6, 8 or 12 hours; found ${count}.`);
    return this.#set({ kind: 'every', ms: count * HOUR_MS });
  }

  everyDays(days: unknown): this {
    return this.#set({ kind: 'daily', days: whole(days, 'n'), hour: 0, minute: 0, timeZone: '' });
  }

  atHour(hour: unknown): this {
    this.#hour = whole(hour, 'hour');
    return this;
  }

  nearMinute(minute: unknown): this {
    this.#minute = whole(minute, 'minute');
    return this;
  }

  inTimezone(timeZone: unknown): this {
    this.#timeZone = text(timeZone, 'timezone');
    return this;
  }

  after(ms: unknown): this {
    return this.#set({ kind: 'once', at: this.#run.ground.clock.now + whole(ms, 'durationMilliseconds') });
  }

  at(when: unknown): this {
    return this.#set({ kind: 'once', at: date(when, 'date').getTime() });
  }

  create(): EmulatedTrigger {
    const schedule = this.#schedule;
    if (schedule === undefined) throw new GoogleError('A time-driven trigger needs a time.');
    if (this.#facts.isAddOn && schedule.kind === 'every' && schedule.ms < HOUR_MS) {
      throw new GoogleError('A time-driven trigger of an add-on fires once an hour at most.');
    }
    const daily = { hour: this.#hour, minute: this.#minute, timeZone: this.#timeZone };
    const trigger = {
      functionName: this.#functionName,
      event: 'CLOCK' as const,
      creator: this.#run.user,
      sourceId: null,
      schedule: schedule.kind === 'daily' ? { ...schedule, ...daily } : schedule,
    };
    return new EmulatedTrigger(this.#facts.triggers.add(trigger, this.#run.ground.clock.now));
  }

  #set(schedule: Schedule): this {
    this.#schedule = schedule;
    return this;
  }
}
