// Sheets' filter as a script sees it: where it is. What it hides is asked of the sheet, row by row.
import { COST, Emulated, NAME } from '../emulated.ts';
import type { Cost } from '../latency.ts';
import type { OpenDocument } from './open-document.ts';
import type { FilterModel, SheetModel } from './sheet-model.ts';

export class EmulatedFilter extends Emulated {
  readonly [NAME] = 'Filter';
  readonly #document: OpenDocument;
  readonly #model: SheetModel;
  readonly #filter: FilterModel;

  constructor(document: OpenDocument, model: SheetModel, filter: FilterModel) {
    super();
    this.#document = document;
    this.#model = model;
    this.#filter = filter;
  }

  [COST](method: string): Cost {
    return { kind: method === 'getRange' ? 'navigation' : 'cells' };
  }

  getRange(): Emulated {
    return this.#document.rangeHandle(this.#model, this.#filter.area);
  }

  remove(): void {
    this.#model.filter = undefined;
    this.#model.filteredRows.clear();
  }
}
