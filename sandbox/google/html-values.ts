// What may cross between a page and the script in `google.script.run`.
import { isDate } from 'node:util/types';
import { GoogleError } from './errors.ts';

/** Throws for a private function (its name ends in `_`) and for values that a page cannot pass: dates, functions. */
export function assertLegal(functionName: string, values: unknown): void {
  if (functionName.endsWith('_')) throw new GoogleError(`${functionName} is private: a page cannot call it.`);
  if (Array.isArray(values) && !values.every(isLegal)) {
    throw new GoogleError(
      `A page passed ${functionName} a value that cannot cross: use texts, numbers, truth values, null, lists and records of them.`,
    );
  }
}

function isLegal(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return true;
  if (typeof value !== 'object' || isDate(value)) return false;
  return Object.values(value).every(isLegal);
}
