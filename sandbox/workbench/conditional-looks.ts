// Which conditional format holds for a cell, as Sheets decides it: rules in their order, and of those that hold the first
// one that says something about a property.
import { type Area, contains } from '../google/spreadsheet/area.ts';
import type { Plain } from '../google/spreadsheet/cell.ts';
import { carried } from '../google/spreadsheet/references.ts';
import type { ConditionalRule } from '../google/spreadsheet/rules.ts';

/** Looks a formula up as if it stood in a cell of the sheet. */
export type Evaluate = (formula: string) => Plain;

/** The look that the rules give the cell at `row`, `column` (from 0); empty when none holds. */
export function conditionalLook(
  rules: readonly ConditionalRule[],
  row: number,
  column: number,
  value: Plain,
  evaluate: Evaluate,
): ConditionalRule['look'] {
  let look: ConditionalRule['look'] = {};
  for (const rule of rules) {
    if (!rule.areas.some((area) => contains(area, row, column))) continue;
    if (holds(rule, row, column, value, evaluate)) look = { ...rule.look, ...look };
  }
  return look;
}

function holds(
  rule: ConditionalRule,
  row: number,
  column: number,
  value: Plain,
  evaluate: Evaluate,
): boolean {
  const [first, second] = rule.values;
  const text = String(value).toLowerCase();
  const wanted = String(first ?? '').toLowerCase();
  const number = typeof value === 'number' ? value : Number.NaN;
  switch (rule.condition) {
    case 'TEXT_EQUAL_TO':
      return text === wanted;
    case 'TEXT_CONTAINS':
      return text.includes(wanted);
    case 'TEXT_STARTS_WITH':
      return text.startsWith(wanted);
    case 'NUMBER_BETWEEN':
      return number >= Number(first) && number <= Number(second);
    case 'NUMBER_LESS_THAN':
      return number < Number(first);
    case 'NUMBER_LESS_THAN_OR_EQUAL_TO':
      return number <= Number(first);
    case 'NUMBER_GREATER_THAN':
      return number > Number(first);
    case 'NUMBER_GREATER_THAN_OR_EQUAL_TO':
      return number >= Number(first);
    case 'CELL_EMPTY':
      return value === '';
    case 'CELL_NOT_EMPTY':
      return value !== '';
    case 'CUSTOM_FORMULA': {
      const anchor = cornerOf(rule.areas);
      const formula = carried(String(first ?? ''), row - anchor.row, column - anchor.column);
      return evaluate(formula) === true;
    }
    default:
      throw new Error(`The workbench cannot draw the condition ${rule.condition}.`);
  }
}

/** Relative references of a rule's formula are written for the upper left corner of its first range. */
function cornerOf(areas: readonly Area[]): { row: number; column: number } {
  const [first] = areas;
  return { row: first?.row ?? 0, column: first?.column ?? 0 };
}
