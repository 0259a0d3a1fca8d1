// What the workbench's server and its page tell each other: plain data, types only, so that the page takes nothing of Node.

import type { Desk, ModelSummary } from '../../src/core/contract.ts';

/** How a cell looks; what is missing is the default. Colours as Sheets has them, such as `#fef7e0`. */
export interface LookPicture {
  readonly background?: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly line?: 'underline' | 'line-through';
  readonly align?: 'right' | 'center';
  readonly wrap?: boolean;
}

/** A cell as shown; `look` is an index into the answer's looks. Long texts are cut, see `CELL_SHOWN_CHARACTERS`. */
export interface CellPicture {
  readonly text: string;
  readonly look?: number;
  readonly hasList?: boolean;
  readonly note?: string;
}

/** `row` counts from 1 as on the screen. */
export interface RowPicture {
  readonly row: number;
  readonly cells: readonly CellPicture[];
}

export interface RowsPicture {
  readonly sheet: string;
  readonly revision: number;
  readonly from: number;
  /** Rows of this view below the frozen ones. */
  readonly total: number;
  readonly looks: readonly LookPicture[];
  readonly frozen: readonly RowPicture[];
  readonly rows: readonly RowPicture[];
}

export interface ColumnPicture {
  readonly letter: string;
  readonly title: string;
  readonly width: number;
  readonly isHidden: boolean;
  /** `warning`: Sheets asks before it lets a person type; `closed`: it does not let them. */
  readonly protection: 'none' | 'warning' | 'closed';
}

export type MenuPicture =
  | { readonly kind: 'item'; readonly caption: string; readonly functionName: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'menu'; readonly caption: string; readonly entries: readonly MenuPicture[] };

/** A chart that stands on the sheet, with the figures of its ranges. */
export interface ChartPicture {
  readonly id: number;
  /** Google's name of the kind, such as `COLUMN`. */
  readonly type: string;
  /** By Google's names, nested. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The cell that its upper left corner hangs on, from 1, and how far from it, in pixels. */
  readonly row: number;
  readonly column: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Names of the columns; empty when the ranges name none. The first column names the points. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Number formats of the columns, by their first figure. */
  readonly formats: readonly string[];
}

/** A filter of the page's own, as a filter view is in Sheets: rows by their status. */
export interface ViewPicture {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

/** What happened on the ticket sheet, for somebody who sees it for the first time. */
export interface StoryPicture {
  readonly headline: string;
  readonly views: readonly ViewPicture[];
  /** How sure Usher is of the rows that wait for a person. */
  readonly sureness: readonly { readonly label: string; readonly share: string; readonly count: number }[];
  readonly next: readonly {
    readonly label: string;
    readonly explanation: string;
    readonly view?: string;
    readonly functionName?: string;
  }[];
}

export interface SheetPicture {
  readonly title: string;
  readonly name: string;
  readonly tabs: readonly {
    readonly name: string;
    readonly isHidden: boolean;
    readonly color: string | null;
  }[];
  readonly rowCount: number;
  readonly lastRow: number;
  readonly frozenRows: number;
  readonly columns: readonly ColumnPicture[];
  readonly revision: number;
  readonly views: readonly ViewPicture[];
  readonly menus: readonly { readonly caption: string; readonly entries: readonly MenuPicture[] }[];
  readonly charts: readonly ChartPicture[];
  readonly story: StoryPicture | null;
}

/** All of one cell, for the formula bar and the editor. */
export interface CellDetail {
  readonly text: string;
  readonly formula: string;
  readonly note: string;
  readonly list: readonly string[];
  readonly allowsOther: boolean;
}

/** What one deed came to: what was said, and what it cost. */
export interface DeedReport {
  readonly label: string;
  readonly error: string | null;
  readonly said: readonly {
    readonly title: string;
    readonly message: string;
    readonly kind: 'alert' | 'toast';
  }[];
  readonly virtualMs: number;
  readonly serviceCalls: number;
  readonly documentCalls: number;
  readonly requests: number;
  readonly byMethod: Readonly<Record<string, number>>;
}

export interface MailSummary {
  readonly messageId: string;
  readonly threadId: string;
  readonly from: string;
  readonly subject: string;
  readonly snippet: string;
  readonly at: number;
  readonly isUnread: boolean;
  readonly labels: readonly string[];
}

export interface MailPicture extends MailSummary {
  readonly to: string;
  readonly body: string;
  /** Gmail labels of the mailbox that are not on the thread: a person may put them there. */
  readonly otherLabels: readonly string[];
}

/** A card as CardService printed it. The page checks it, since nothing here knows what it holds. */
export interface CardsPicture {
  readonly stack: readonly unknown[];
  readonly notification: string | null;
  readonly link: string | null;
  readonly error: string | null;
  readonly labels: readonly string[];
}

/** What the proxy knows of the open sheet's desk; `desk` is null before it was set up. */
export interface DeskReport {
  readonly desk: Desk | null;
  readonly models: readonly ModelSummary[];
}

export interface DeskPicture {
  /** The person at the screen. */
  readonly email: string;
  readonly now: number;
  readonly paceMs: number;
  readonly faults: readonly { readonly id: string; readonly label: string; readonly isOn: boolean }[];
  readonly quotas: readonly { readonly label: string; readonly used: number; readonly limit: number }[];
  readonly last: DeedReport | null;
  readonly executions: readonly {
    readonly functionName: string;
    readonly entry: string;
    readonly at: number;
    readonly virtualMs: number;
    readonly error: string | null;
  }[];
  readonly triggers: readonly {
    readonly functionName: string;
    readonly event: string;
    readonly dueAt: number | null;
  }[];
  readonly scriptLog: readonly { readonly at: number; readonly level: string; readonly text: string }[];
}

/** What the server tells the page without being asked. */
export type WorkbenchEvent =
  | { readonly kind: 'changed'; readonly revision: number }
  | {
      readonly kind: 'progress';
      readonly label: string;
      readonly calls: number;
      readonly requests: number;
      readonly doing: string;
      readonly virtualMs: number;
    }
  | { readonly kind: 'ended'; readonly label: string; readonly error: string | null }
  | { readonly kind: 'toast'; readonly title: string; readonly message: string; readonly seconds: number }
  | {
      readonly kind: 'alert';
      readonly id: number;
      readonly title: string;
      readonly message: string;
      readonly buttons: readonly string[];
      readonly hasInput: boolean;
      /** Whether the script stands still until the person has answered. */
      readonly isAwaited: boolean;
    }
  | {
      readonly kind: 'frame';
      readonly id: number;
      readonly place: 'sidebar' | 'modal' | 'modeless';
      readonly title: string;
      readonly width: number | null;
      readonly height: number | null;
    }
  | { readonly kind: 'crashed'; readonly message: string };

/** What a deed on the sheet came to: `refusal` says why nothing was done. */
export interface EditReport {
  readonly refusal: string | null;
}

/** The sheet on which an edit was taken back or done again; `refusal` says why there was none. */
interface StepReport {
  readonly sheet: string | null;
  readonly refusal: string | null;
}

/** The answer to each kind of command. */
export interface Answers {
  readonly sheet: SheetPicture;
  readonly rows: RowsPicture;
  readonly cell: CellDetail;
  readonly find: { readonly row: number; readonly column: number } | null;
  readonly select: null;
  readonly set: EditReport;
  readonly paste: EditReport;
  readonly clear: EditReport;
  readonly sort: EditReport;
  readonly insertRows: EditReport;
  readonly deleteRows: EditReport;
  readonly insertColumns: EditReport;
  readonly deleteColumns: EditReport;
  readonly moveColumn: EditReport;
  readonly hideColumn: EditReport;
  readonly showColumns: EditReport;
  readonly undo: StepReport;
  readonly redo: StepReport;
  readonly menu: DeedReport;
  readonly frame: { readonly html: string };
  readonly frameRun: { readonly value: unknown; readonly error: string | null };
  readonly answer: null;
  readonly stop: null;
  readonly mails: readonly MailSummary[];
  readonly openMail: { readonly mail: MailPicture; readonly cards: CardsPicture };
  readonly cardAction: CardsPicture;
  readonly popCard: CardsPicture;
  readonly mailHome: CardsPicture;
  readonly mailLabel: null;
  readonly mailHour: CardsPicture;
  readonly mailSetting: null;
  readonly desk: DeskPicture;
  readonly advance: DeedReport;
  readonly fault: DeskPicture;
  readonly pace: DeskPicture;
  readonly open: { readonly sheet: string; readonly rows: number; readonly columns: readonly string[] };
  readonly sample: null;
  readonly csv: { readonly csv: string; readonly cells: readonly (readonly string[])[] };
}
