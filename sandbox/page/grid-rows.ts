// The rows that the grid has seen, in blocks; asks the server for what is about to be shown, and for nothing twice.
import type { LookPicture, RowPicture, RowsPicture } from '../workbench/wire.ts';

/** Rows of one request: about three screens. */
const BLOCK_ROWS = 120;
/** Blocks that are kept; a person scrolls back over some thousand rows without a request. */
const BLOCKS_MAX = 80;

export interface ShownRow {
  readonly picture: RowPicture;
  readonly looks: readonly LookPicture[];
}

interface Block {
  readonly generation: number;
  readonly rows: readonly RowPicture[];
  readonly looks: readonly LookPicture[];
}

export class GridRows {
  total = 0;
  frozen: readonly ShownRow[] = [];
  readonly #load: (from: number, count: number) => Promise<RowsPicture>;
  readonly #changed: () => void;
  readonly #blocks = new Map<number, Block>();
  readonly #asked = new Map<number, number>();
  #generation = 0;

  /** `load` fetches rows of the present view; `changed` is called when rows have come in. */
  constructor(load: (from: number, count: number) => Promise<RowsPicture>, changed: () => void) {
    this.#load = load;
    this.#changed = changed;
  }

  /** The document changed: what is shown stays until its successor is there. */
  invalidate(): void {
    this.#generation += 1;
  }

  /** Another sheet or view: nothing of the old one may show. */
  reset(): void {
    this.#generation += 1;
    this.#blocks.clear();
    this.#asked.clear();
    this.total = 0;
    this.frozen = [];
  }

  /** The row at `index` of the view, if it is here. */
  at(index: number): ShownRow | undefined {
    const block = this.#blocks.get(Math.floor(index / BLOCK_ROWS));
    const picture = block?.rows[index % BLOCK_ROWS];
    return block && picture ? { picture, looks: block.looks } : undefined;
  }

  /** Sees to it that rows `first` to `last` come in. */
  want(first: number, last: number): void {
    for (let number = Math.floor(first / BLOCK_ROWS); number <= Math.floor(last / BLOCK_ROWS); number += 1) {
      const isFresh = this.#blocks.get(number)?.generation === this.#generation;
      if (!isFresh && this.#asked.get(number) !== this.#generation) void this.#fetch(number);
    }
  }

  async #fetch(number: number): Promise<void> {
    const generation = this.#generation;
    this.#asked.set(number, generation);
    const answer = await this.#load(number * BLOCK_ROWS, BLOCK_ROWS).catch(() => undefined);
    if (answer === undefined || generation !== this.#generation) return;
    this.#blocks.delete(number);
    this.#blocks.set(number, { generation, rows: answer.rows, looks: answer.looks });
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS_MAX && oldest !== undefined) this.#blocks.delete(oldest);
    this.total = answer.total;
    this.frozen = answer.frozen.map((picture) => ({ picture, looks: answer.looks }));
    this.#changed();
  }
}
