// Looks and rules that cells carry: plain data, shared between cells and never changed in place.
import type { Area } from './area.ts';

/** A cell's look; a property that is missing has Sheets' default. */
export interface Style {
  readonly numberFormat?: string;
  readonly background?: string;
  readonly fontColor?: string;
  readonly fontStyle?: string;
  readonly fontWeight?: string;
  readonly fontSize?: number;
  readonly fontLine?: string;
  readonly wrap?: boolean;
  readonly wrapStrategy?: string;
  readonly horizontalAlignment?: string;
  readonly verticalAlignment?: string;
}

/** Which values a cell accepts. */
export interface ValidationRule {
  readonly criteria: 'VALUE_IN_LIST' | 'VALUE_IN_RANGE' | 'CHECKBOX' | 'NUMBER_BETWEEN';
  readonly values: readonly unknown[];
  readonly showDropdown: boolean;
  readonly allowInvalid: boolean;
  readonly helpText: string | null;
}

/** A look that depends on the value. */
export interface ConditionalRule {
  readonly areas: readonly Area[];
  readonly condition: string;
  readonly values: readonly unknown[];
  readonly look: Style & { readonly bold?: boolean; readonly italic?: boolean; readonly underline?: boolean };
}

/** Text with links and styles for parts of it. */
export interface RichText {
  readonly text: string;
  readonly link: string | null;
  readonly runs: readonly {
    readonly start: number;
    readonly end: number;
    readonly link: string | null;
    readonly style: object | null;
  }[];
}
