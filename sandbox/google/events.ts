// What people do to the document reaches the script as trigger events: simple ones at once, installed ones as their
// creators.
import type { Entry } from './authorisation.ts';
import type { Clock } from './clock.ts';
import { intoRealm } from './emulated.ts';
import type { Machine, Outcome } from './machine.ts';
import type { Quotas } from './quotas.ts';
import type { Run, User } from './run.ts';
import { EmulatedUser } from './session.ts';
import type { Area } from './spreadsheet/area.ts';
import type { OpenDocument } from './spreadsheet/open-document.ts';
import type { SheetModel } from './spreadsheet/sheet-model.ts';
import type { Trigger, TriggerEvent, TriggerStore } from './trigger-store.ts';

export type ChangeType =
  | 'EDIT'
  | 'INSERT_ROW'
  | 'INSERT_COLUMN'
  | 'REMOVE_ROW'
  | 'REMOVE_COLUMN'
  | 'INSERT_GRID'
  | 'REMOVE_GRID'
  | 'FORMAT'
  | 'OTHER';

/** One cell's value before and after, as texts; left out when several cells changed. */
export interface EditDetail {
  readonly value: string | undefined;
  readonly oldValue: string | undefined;
}

/** Members of an event beside those that all have. */
type Members = (document: OpenDocument | undefined) => Record<string, unknown>;

export class Events {
  readonly #machine: Machine;
  readonly #triggers: TriggerStore;
  readonly #quotas: Quotas;

  readonly #clock: Clock;
  #lag: (() => number) | null = null;
  #late: { readonly dueAt: number; readonly run: () => void }[] = [];

  constructor(machine: Machine, triggers: TriggerStore, quotas: Quotas, clock: Clock) {
    this.#clock = clock;
    this.#machine = machine;
    this.#triggers = triggers;
    this.#quotas = quotas;
  }

  /** The document was opened by `user`. */
  opened(user: User): void {
    this.#simple('onOpen', user, () => ({}));
    this.#installed('ON_OPEN', user, () => ({}));
  }

  /** Cells were typed into, pasted or cleared. */
  edited(user: User, sheet: SheetModel, area: Area, detail: EditDetail | undefined): void {
    const members: Members = (document) => ({
      range: document?.rangeHandle(sheet, area),
      ...(detail?.value === undefined ? {} : { value: detail.value }),
      ...(detail?.oldValue === undefined ? {} : { oldValue: detail.oldValue }),
    });
    this.#simple('onEdit', user, members);
    const hear = (): void => {
      this.#installed('ON_EDIT', user, members);
      this.changed(user, 'EDIT');
    };
    if (this.#lag === null) hear();
    else this.#late.push({ dueAt: this.#clock.now + this.#lag(), run: hear });
    // Nobody edits twice in one instant.
    this.#clock.pass(1);
  }

  /** From now on installed triggers hear of an edit `lag` milliseconds later, as at Google; null makes it at once again. */
  delayEdits(lag: (() => number) | null): void {
    this.#lag = lag;
  }

  /** Lets installed triggers hear of the edits that are due. */
  deliverEdits(): void {
    const due = this.#late.filter(({ dueAt }) => dueAt <= this.#clock.now);
    this.#late = this.#late.filter(({ dueAt }) => dueAt > this.#clock.now);
    for (const { run } of due.sort((a, b) => a.dueAt - b.dueAt)) run();
  }

  /** The document changed in another way, or as well. There is no simple trigger for it. */
  changed(user: User, changeType: ChangeType): void {
    this.#installed('ON_CHANGE', user, () => ({ changeType }));
  }

  /** A form's answer has become a row. */
  submitted(user: User, sheet: SheetModel, area: Area, values: readonly string[]): void {
    this.#installed('ON_FORM_SUBMIT', user, (document) => ({
      range: document?.rangeHandle(sheet, area),
      values,
    }));
  }

  /** Runs an installed trigger as its creator, unless the creator's time for today is spent. */
  runTrigger(
    trigger: Trigger,
    entry: Entry,
    event: (run: Run, document: OpenDocument | undefined) => unknown,
  ): Outcome {
    const user = trigger.creator;
    const isSpent = this.#quotas.left(user.email, 'triggerMs') <= 0;
    if (isSpent) return this.#machine.refuse(trigger.functionName, entry, user);
    const outcome = this.#machine.execute({
      functionName: trigger.functionName,
      values: (run, document) => [event(run, document)],
      entry,
      user,
    });
    this.#quotas.record(user.email, 'triggerMs', outcome.virtualMs);
    return outcome;
  }

  #simple(functionName: string, user: User, members: Members): void {
    if (!this.#machine.hasFunction(functionName)) return;
    this.#machine.execute({
      functionName,
      values: (run, document) => [eventOf(run, document, 'LIMITED', user, members)],
      entry: 'simple-trigger',
      user,
    });
  }

  #installed(kind: TriggerEvent, user: User, members: Members): void {
    for (const trigger of this.#triggers.all.filter((other) => other.event === kind)) {
      this.runTrigger(trigger, 'installable-trigger', (run, document) =>
        eventOf(run, document, 'FULL', user, (opened) => ({ ...members(opened), triggerUid: trigger.id })),
      );
    }
  }
}

function eventOf(
  run: Run,
  document: OpenDocument | undefined,
  authMode: string,
  user: User,
  members: Members,
): unknown {
  const source = document?.spreadsheetHandle();
  return intoRealm(run, { authMode, source, user: new EmulatedUser(user.email), ...members(document) });
}
