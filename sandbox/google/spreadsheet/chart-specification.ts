// What is recorded of a chart: plain data, from which the workbench draws and tests read.

export type ChartType = 'COLUMN' | 'LINE' | 'BAR' | 'AREA' | 'PIE' | 'COMBO' | 'SCATTER' | 'TABLE';

/** Google's own names of the kinds that the sandbox records. */
export const CHART_TYPES: readonly ChartType[] = [
  ...(['COLUMN', 'LINE', 'BAR', 'AREA', 'PIE', 'COMBO', 'SCATTER', 'TABLE'] as const),
];
/** Whether further ranges stand beside or below the first. */
export const MERGE_STRATEGIES = ['MERGE_COLUMNS', 'MERGE_ROWS'] as const;
/** Whether hidden rows and columns are left out; Sheets leaves them out unless told otherwise. */
export const HIDDEN_STRATEGIES = ['IGNORE_BOTH', 'IGNORE_ROWS', 'IGNORE_COLUMNS', 'SHOW_BOTH'] as const;

/** What a script said of a chart; the sandbox's record of it. */
export interface ChartSpecification {
  /** Undefined until the script named one: Sheets then draws columns. */
  readonly type: ChartType | undefined;
  readonly ranges: readonly { readonly sheet: string; readonly range: string }[];
  /** By Google's names, nested: `{hAxis: {title}}`. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Rows (or columns, when transposed) that name the series; undefined lets Sheets guess. */
  readonly headers: number | undefined;
  readonly merge: (typeof MERGE_STRATEGIES)[number];
  readonly hidden: (typeof HIDDEN_STRATEGIES)[number];
  readonly isTransposed: boolean;
  /** Row and column count from 1, offsets in pixels. */
  readonly position: ChartPosition;
}

/** The cell that the upper left corner hangs on. */
export interface ChartPosition {
  readonly row: number;
  readonly column: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/** A chart on a sheet; `id` is 0 until it is inserted. */
export interface ChartModel {
  readonly id: number;
  readonly specification: ChartSpecification;
}

/** What a new builder starts from. */
export const BLANK_CHART: ChartSpecification = {
  type: undefined,
  ranges: [],
  options: {},
  headers: undefined,
  merge: 'MERGE_COLUMNS',
  hidden: 'IGNORE_BOTH',
  isTransposed: false,
  position: { row: 1, column: 1, offsetX: 0, offsetY: 0 },
};
