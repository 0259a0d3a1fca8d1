// Where a cell is in the grid, and what the grid tells its owner.

/** A cell of the view: `index` counts rows of the view from 0 (frozen ones negative), `column` from 0. */
export interface Place {
  readonly index: number;
  readonly column: number;
}

export interface GridOwner {
  /** The selection moved. */
  readonly selected: () => void;
  readonly opened: (place: Place, typed: string | null) => void;
  /** A column was dragged before the one at `before`, both from 0; `before` may be one past the last. */
  readonly moved: (column: number, before: number) => void;
  readonly menu: (place: Place, x: number, y: number, part: 'cell' | 'column' | 'row') => void;
}
