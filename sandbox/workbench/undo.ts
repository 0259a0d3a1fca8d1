// Ctrl+Z and Ctrl+Y over what people did to the sheet. What a script wrote is not among it: a whole run has its own undo in
// the add-on's menu, so what lies before a run cannot be reached any more.
import type { WorkbookSheet } from '../google/person.ts';

/** Steps that are kept; each remembers one sheet. */
const STEPS_MAX = 30;

interface Step {
  readonly sheet: WorkbookSheet;
  /** Puts the sheet back to where it was before the step. */
  readonly restore: () => void;
}

export class Undo {
  #past: Step[] = [];
  #future: Step[] = [];

  /** Carries out `edit`, and remembers the sheet before it when it says that something was done. */
  record(sheet: WorkbookSheet, edit: () => boolean): void {
    const restore = sheet.remember();
    if (!edit()) return;
    this.#past = [...this.#past, { sheet, restore }].slice(-STEPS_MAX);
    this.#future = [];
  }

  /** Takes the last edit back; the name of its sheet, or null when there is none. */
  back(): string | null {
    const step = this.#past.pop();
    return step === undefined ? null : this.#swap(step, this.#future);
  }

  /** Does again what was taken back. */
  again(): string | null {
    const step = this.#future.pop();
    return step === undefined ? null : this.#swap(step, this.#past);
  }

  /** A script wrote into the document. */
  forget(): void {
    this.#past = [];
    this.#future = [];
  }

  #swap({ sheet, restore }: Step, other: Step[]): string {
    other.push({ sheet, restore: sheet.remember() });
    restore();
    return sheet.name;
  }
}
