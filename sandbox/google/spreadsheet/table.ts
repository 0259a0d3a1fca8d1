// A sparse two-dimensional store: rows are plain arrays, cut off after their last entry, so that a sheet of a million
// cells costs no more than its contents. Rows and columns count from 0.

/** Rows inserted, deleted or moved; `to` is where the block stands afterwards, in the numbering before the move. */
export interface Change {
  readonly axis: 'rows' | 'columns';
  readonly kind: 'insert' | 'delete' | 'move';
  readonly at: number;
  readonly count: number;
  /** Only for a move: the block goes before this index. */
  readonly to?: number;
}

/** Entries of one kind (values, styles, notes), each at a row and a column. */
export class Table<T> {
  #rows: (T | undefined)[][] = [];

  get(row: number, column: number): T | undefined {
    return this.#rows[row]?.[column];
  }

  set(row: number, column: number, entry: T | undefined): void {
    if (entry === undefined) {
      this.#clear(row, column);
      return;
    }
    const cells = this.#row(row);
    while (cells.length < column) cells.push(undefined);
    cells[column] = entry;
  }

  /** Entries of one row from column 0; shorter than the sheet where the rest is blank. Not to be changed by the caller. */
  row(row: number): readonly (T | undefined)[] {
    return this.#rows[row] ?? [];
  }

  /** Rows up to the last one with an entry. */
  get height(): number {
    let height = this.#rows.length;
    while (height > 0 && (this.#rows[height - 1]?.length ?? 0) === 0) height -= 1;
    return height;
  }

  /** Columns up to the last one with an entry. */
  get width(): number {
    let width = 0;
    for (const cells of this.#rows) if (cells !== undefined && cells.length > width) width = cells.length;
    return width;
  }

  /** Makes room, closes up or moves a block, on either axis. */
  apply(change: Change): void {
    if (change.axis === 'rows') {
      this.#rows = changed(this.#rows, change, () => []);
      return;
    }
    for (let i = 0; i < this.#rows.length; i += 1) {
      const cells = this.#rows[i];
      if (cells === undefined || cells.length <= Math.min(change.at, change.to ?? change.at)) continue;
      const moved = changed(cells, change, () => undefined);
      this.#rows[i] = moved;
      this.#trim(i);
    }
  }

  /** Puts row `order[i]` of the block where row `i` was; columns outside the block stay. */
  reorder(top: number, left: number, width: number, order: readonly number[]): void {
    const old = order.map((from) => {
      const cells = this.#rows[top + from] ?? [];
      return Array.from({ length: width }, (_, i) => cells[left + i]);
    });
    old.forEach((cells, i) => {
      cells.forEach((entry, j) => {
        this.set(top + i, left + j, entry);
      });
    });
  }

  /** Another table with the same entries. */
  copy(): Table<T> {
    const copy = new Table<T>();
    copy.#rows = this.#rows.map((cells) => cells?.slice());
    return copy;
  }

  /** Takes over the entries of another table, which is not to be used any more. */
  become(other: Table<T>): void {
    this.#rows = other.#rows;
  }

  /** Calls `visit` for each entry, row by row. */
  forEach(visit: (entry: T, row: number, column: number) => void): void {
    this.#rows.forEach((cells, row) => {
      cells?.forEach((entry, column) => {
        if (entry !== undefined) visit(entry, row, column);
      });
    });
  }

  #row(row: number): (T | undefined)[] {
    while (this.#rows.length <= row) this.#rows.push([]);
    const cells = this.#rows[row];
    if (cells !== undefined) return cells;
    const fresh: (T | undefined)[] = [];
    this.#rows[row] = fresh;
    return fresh;
  }

  #clear(row: number, column: number): void {
    const cells = this.#rows[row];
    if (cells === undefined || column >= cells.length) return;
    cells[column] = undefined;
    this.#trim(row);
  }

  #trim(row: number): void {
    const cells = this.#rows[row];
    if (cells === undefined) return;
    let length = cells.length;
    while (length > 0 && cells[length - 1] === undefined) length -= 1;
    cells.length = length;
  }
}

function changed<E>(entries: E[], change: Change, blank: () => E): E[] {
  const { kind, at, count } = change;
  if (kind === 'delete') return entries.slice(0, at).concat(entries.slice(at + count));
  const padded = entries.slice();
  const reach = kind === 'move' ? Math.max(at + count, change.to ?? at) : at;
  if (kind === 'insert' && entries.length <= at) return padded;
  while (padded.length < reach) padded.push(blank());
  if (kind === 'insert')
    return padded.slice(0, at).concat(Array.from({ length: count }, blank), padded.slice(at));
  const block = padded.slice(at, at + count);
  const rest = padded.slice(0, at).concat(padded.slice(at + count));
  const to = change.to ?? at;
  const target = to > at ? to - count : to;
  return rest.slice(0, target).concat(block, rest.slice(target));
}
