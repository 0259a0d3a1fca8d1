// What the add-on needs of the outside world, as synchronous interfaces. src/google implements them with Google's
// services; nothing here decides anything.

/** A cell as Sheets returns it. */
export type CellValue = string | number | boolean | Date;
/** What we write: text goes through `cellText` first, so that it stays text; dates and truth values only as they were read. */
export type WrittenValue = CellValue;

export interface SheetInfo {
  readonly id: number;
  readonly name: string;
}

/** Cells of a sheet as they were at one instant; `rows[0]` is the header, and `rows[1]` is row `firstRow` of the sheet. */
export interface Table {
  readonly sheet: SheetInfo;
  readonly firstRow: number;
  readonly rows: readonly (readonly CellValue[])[];
}

/** A rectangle of values. Row and column count from 1, as in the sheet. */
export interface CellBlock {
  readonly row: number;
  readonly column: number;
  readonly values: readonly (readonly WrittenValue[])[];
}

/** A rectangle; row and column count from 1, as in the sheet. */
export interface CellArea {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Style of the rows for which `formula` (relative to row 2) is true. */
export interface RowStyle {
  readonly columns: readonly number[];
  readonly formula: string;
  readonly style: { readonly italic?: boolean; readonly color?: string; readonly background?: string };
}

/** How a sheet should look; columns count from 1 and rules hold for all rows below the header. */
export interface SheetLook {
  /** Hides the whole sheet. */
  readonly isHidden?: boolean;
  readonly frozenRows?: number;
  readonly hiddenColumns?: readonly number[];
  /** Columns whose cells are plain text whatever is typed. */
  readonly textColumns?: readonly number[];
  readonly percentColumns?: readonly number[];
  /** Columns whose long texts take several lines. */
  readonly wrappedColumns?: readonly number[];
  readonly widths?: readonly { readonly column: number; readonly pixels: number }[];
  readonly dropDowns?: readonly {
    readonly column: number;
    readonly values: readonly string[];
    readonly strict: boolean;
  }[];
  readonly rowStyles?: readonly RowStyle[];
  /** A key kept with the column itself, so that the column is found again after it was renamed or moved. */
  readonly columnMarks?: readonly { readonly column: number; readonly key: string }[];
  readonly headerNotes?: readonly { readonly column: number; readonly note: string }[];
}

/** A text, parts of which lead somewhere; a target is an address or `#gid=…&range=…` within the spreadsheet. */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly { readonly start: number; readonly end: number; readonly target: string }[];
}

/** Texts one below the other, from a cell on. */
export interface LinkedTexts {
  readonly row: number;
  readonly column: number;
  readonly texts: readonly LinkedText[];
}

/** A chart over cells of its own sheet: their first row names the series, their first column the places along the axis. */
export interface ChartPlan {
  readonly kind: 'line' | 'stacked' | 'bar';
  readonly title: string;
  readonly area: CellArea;
  /** The cell at its upper left. */
  readonly place: { readonly row: number; readonly column: number };
  readonly width: number;
  readonly height: number;
  readonly colors: readonly string[];
  readonly isPercent?: boolean;
  /** The series, from 0, that is drawn as points without a line. */
  readonly pointsOf?: number;
}

export interface SheetsPort {
  readonly spreadsheetName: string;
  /** The spreadsheet's time zone, such as `Europe/Berlin`. */
  timeZone(): string;
  /** An instant in that time zone, as `yyyy-MM-dd HH:mm`. */
  localTime(at: number): string;
  /** Its address, for mails and links. */
  spreadsheetUrl(): string;
  sheets(): readonly SheetInfo[];
  activeSheet(): SheetInfo;
  /** The rows a person has selected in the active sheet, header excluded. */
  selectedRows(): readonly RowRange[];
  read(sheetId: number): Table;
  /**
   * The rectangle that an earlier `read` of the sheet found, in one call instead of two. Null when the sheet has become too
   * small for it, or when a row stands below it or a header beside it by now.
   */
  reread(earlier: Table): Table | null;
  /** The formula of each cell of a rectangle, '' where there is none; one call. */
  formulas(sheetId: number, area: CellArea): readonly (readonly string[])[];
  /** Protected cells that this person may not write into. */
  closedAreas(sheetId: number): readonly CellArea[];
  /** Whether cells of these blocks lie beyond the last row or column that the sheet has. */
  isBeyond(sheetId: number, blocks: readonly CellBlock[]): boolean;
  /** The header and the rows from `first` to `last`, in two calls: the two are not of the same instant. */
  readRows(sheetId: number, range: RowRange): Table;
  write(sheetId: number, blocks: readonly CellBlock[]): void;
  appendRow(sheetId: number, row: readonly WrittenValue[]): void;
  addSheet(name: string): SheetInfo;
  /** Makes sure that the sheet has at least this many columns. */
  growColumns(sheetId: number, columns: number): void;
  applyLook(sheetId: number, look: SheetLook): void;
  /** Writes a column of texts with links; the texts stay texts. */
  writeTexts(sheetId: number, texts: LinkedTexts): void;
  addCharts(sheetId: number, charts: readonly ChartPlan[]): void;
  /** Column by key, for the keys that `applyLook` left on columns. */
  markedColumns(sheetId: number): Readonly<Record<string, number>>;
  /** Sends what was written and waits until the sheet has it. */
  flush(): void;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the proxy's origin, from `/v1/` on. */
  readonly path: string;
  readonly body?: string;
  /** How long to wait for the answer, where Google lets a script say so. */
  readonly timeoutSeconds?: number;
}

export type HttpResult =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'unreachable'; readonly message: string };

export interface HttpPort {
  /** Sends all at once and answers in the same order; a request that fails does not take others with it. */
  send(requests: readonly HttpRequest[]): readonly HttpResult[];
}

/** A small text store: document properties, user properties. */
export interface StorePort {
  /** Whose store it is: the id of the document; empty for a person's. A copied document brings a copy of the store along. */
  owner(): string;
  read(key: string): string | null;
  write(key: string, value: string): void;
  remove(key: string): void;
  /** All entries whose key begins with `prefix`, in one call. */
  entries(prefix: string): Readonly<Record<string, string>>;
}

export interface LockPort {
  /** Runs `work` while no other run of this document does; null when the lock could not be had in `waitMs`. */
  withLock<T>(waitMs: number, work: () => T): { readonly value: T } | null;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a run at work tells the page that shows it, and what the page tells the run; lost after some minutes without harm. */
export interface ProgressPort {
  /** A run begins: an earlier wish to stop is forgotten. */
  begin(total: number): void;
  /** Tells how far it is; true when a person wants it to stop. */
  tell(progress: Progress): boolean;
  end(): void;
  read(): Progress | null;
  askToStop(): void;
}

export interface UiPort {
  toast(message: string, title: string, seconds: number): void;
  alert(title: string, message: string): void;
  /** Shows one of the add-on's own pages. */
  dialog(page: string, title: string, width: number, height: number): void;
  /** Shows one of the add-on's own pages at the right of the sheet, 300 pixels wide, in place of any other. */
  sidebar(page: string, title: string): void;
}

export type TriggerEvent = 'clock' | 'edit' | 'change' | 'form' | 'other';

export interface InstalledTrigger {
  readonly id: string;
  /** The function of the script that it calls; the script may have lost it since. */
  readonly functionName: string;
  readonly event: TriggerEvent;
}

export interface SchedulePort {
  /** The triggers of the person the script acts for; nobody sees those of others. */
  list(): readonly InstalledTrigger[];
  /** Again and again, every 1, 5, 10, 15, 30 or 60 minutes. */
  addEvery(functionName: string, minutes: number): void;
  addOnEdit(functionName: string): void;
  /** When a form's answer has become a row. */
  addOnForm(functionName: string): void;
  /** When rows, columns or sheets come and go, or another program writes. */
  addOnChange(functionName: string): void;
  /** Runs the function once, after about this time. */
  addOnce(functionName: string, afterMs: number): void;
  remove(id: string): void;
}

/** The way to the person whose triggers these are, when no one is before the screen. */
export interface OwnerPort {
  /** Sends a mail to the person the script acts for. */
  tell(subject: string, text: string): void;
}

/** What was deployed, and what Google says of it. */
export interface Deployment {
  /** Scopes of the manifest that this bundle was built with. */
  readonly scopes: readonly string[];
  /** Addresses that the manifest allows the script to fetch. */
  readonly allowlist: readonly string[];
  /** True while the person has not granted all that the manifest asks. */
  needsConsent(): boolean;
  /** The mail address of the person the script acts for. */
  userEmail(): string;
  /** The token that says who is calling; null when Google gives none. */
  identityToken(): string | null;
}

/** The outside world of the sheet deployment. */
export interface SheetWorld {
  /** Where the proxy is, such as `https://host`. */
  readonly proxyOrigin: string;
  readonly sheets: SheetsPort;
  readonly deployment: Deployment;
  readonly http: HttpPort;
  readonly settings: StorePort;
  readonly lock: LockPort;
  readonly progress: ProgressPort;
  readonly ui: UiPort;
  readonly schedule: SchedulePort;
  /** Null where the deployment may send no mail. */
  readonly owner: OwnerPort | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: (message: string) => void;
}

/** An edit as Sheets reports it; columns and rows count from 1. */
export interface SheetEdit {
  readonly sheetId: number;
  readonly rows: RowRange;
  readonly firstColumn: number;
  readonly lastColumn: number;
  /** What was typed into a single cell; null for a paste, of which Sheets tells no value. */
  readonly typed: string | null;
  /** What stood in a single cell before; null for a paste. */
  readonly before: string | null;
}

/** The outside world of a custom function: it reads and computes, as nobody in particular. */
export interface CellWorld {
  /** All cells of a sheet by name, in one call; null when there is no such sheet. */
  readSheet(name: string): readonly (readonly CellValue[])[] | null;
  /** The spreadsheet's locale, such as `de_DE`. */
  locale(): string;
}
