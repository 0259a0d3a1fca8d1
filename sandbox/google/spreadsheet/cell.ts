// What a cell can hold. A blank cell holds nothing, so its entry in the table is undefined.

/** A value as Sheets stores it. Text is a string whatever it begins with: a formula is never a string. */
export type Plain = string | number | boolean | Date;

/** A formula; the value last computed is kept with the revision of the document that it was computed for. */
export class Formula {
  /** With its leading `=`. */
  text: string;
  /** For an array formula of a test: the rows that it shows from its cell on, asked for at each recalculation. */
  readonly rows: (() => readonly (readonly Plain[])[]) | undefined;
  computedFor = -1;
  computed: Plain = '';

  constructor(text: string, rows?: () => readonly (readonly Plain[])[]) {
    this.text = text;
    this.rows = rows;
  }
}

/** A value that an array formula put here; the cell itself is empty. */
export class Spilled {
  readonly value: Plain;
  readonly source: Formula;

  constructor(value: Plain, source: Formula) {
    this.value = value;
    this.source = source;
  }
}

export type Cell = Plain | Formula | Spilled;
