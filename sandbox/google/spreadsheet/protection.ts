// Protected ranges and sheets.
import { COST, Emulated, NAME } from '../emulated.ts';
import type { Cost } from '../latency.ts';
import { flag, list, text } from '../parameters.ts';
import type { OpenDocument } from './open-document.ts';
import type { ProtectedArea, SheetModel } from './sheet-model.ts';

export class EmulatedProtection extends Emulated {
  readonly [NAME] = 'Protection';
  readonly #document: OpenDocument;
  readonly #model: SheetModel;
  readonly #protection: ProtectedArea;

  constructor(document: OpenDocument, model: SheetModel, protection: ProtectedArea) {
    super();
    this.#document = document;
    this.#model = model;
    this.#protection = protection;
  }

  [COST](): Cost {
    return { kind: 'cells' };
  }

  setDescription(description: unknown): this {
    this.#protection.description = text(description, 'description');
    return this;
  }

  getDescription(): string {
    return this.#protection.description;
  }

  /** A warning keeps nobody from writing, so who may edit no longer matters. */
  setWarningOnly(warning: unknown): this {
    this.#protection.warningOnly = flag(warning, 'warningOnly');
    return this;
  }

  isWarningOnly(): boolean {
    return this.#protection.warningOnly;
  }

  getProtectionType(): string {
    return this.#protection.kind;
  }

  getRange(): Emulated {
    return this.#document.rangeHandle(this.#model, this.#model.clip(this.#protection.area));
  }

  canEdit(): boolean {
    return this.#protection.warningOnly || this.#protection.editors.includes(this.#document.run.user.email);
  }

  addEditor(email: unknown): this {
    this.#protection.editors.push(text(email, 'email'));
    return this;
  }

  removeEditors(emails: unknown): this {
    const removed = list(emails, 'emails').map((email) => text(email, 'email'));
    this.#protection.editors = this.#protection.editors.filter((email) => !removed.includes(email));
    return this;
  }

  remove(): void {
    this.#protection.isRemoved = true;
    this.#model.protections = this.#model.protections.filter((other) => other !== this.#protection);
  }
}
