// The border between the sandbox and the script's own JavaScript realm: what services return is made of the script's
// arrays, dates and errors, so that `instanceof` holds there as it does in Apps Script.
import { isDate, isUint8Array } from 'node:util/types';
import vm from 'node:vm';
import { PRELUDE } from './realm-prelude.ts';
import { offsetMinutes } from './spreadsheet/zone.ts';

const PRELUDE_SCRIPT = new vm.Script(PRELUDE, { filename: 'sandbox-prelude.js' });

interface RealmMakers {
  readonly error: (name: string, message: string) => unknown;
  readonly date: (ms: number) => unknown;
  readonly array: (values: readonly unknown[]) => unknown[];
  readonly record: (entries: readonly (readonly [string, unknown])[]) => unknown;
}

/** One context: the realm of one execution. */
export class Realm {
  readonly context: vm.Context;
  readonly #makers: RealmMakers;

  /**
   * `now` in epoch milliseconds and `random` in [0, 1) are what the script's `Date` and `Math.random` answer; local time
   * is that of `timeZone`, whatever this machine's is.
   */
  constructor(now: () => number, random: () => number, timeZone: string) {
    this.context = vm.createContext({}, { microtaskMode: 'afterEvaluate' });
    const offsetMs = (ms: number): number => offsetMinutes(ms, timeZone) * 60_000;
    this.#makers = PRELUDE_SCRIPT.runInContext(this.context)(now, random, offsetMs, timeZone);
  }

  /** An error of the script's realm. */
  error(name: string, message: string): unknown {
    return this.#makers.error(name, message);
  }

  /** Copies plain data into the realm; `other` turns what is neither plain nor a primitive (a service) into its stand-in. */
  copyIn(value: unknown, other: (value: object) => unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#copyArray(value, other);
    if (isDate(value)) return this.#makers.date(value.getTime());
    if (isUint8Array(value)) return this.#makers.array(Array.from(new Int8Array(value)));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return other(value);
    return this.#makers.record(Object.entries(value).map(([key, item]) => [key, this.copyIn(item, other)]));
  }

  #copyArray(values: readonly unknown[], other: (value: object) => unknown): unknown[] {
    const copy = this.#makers.array(values);
    for (let i = 0; i < copy.length; i += 1) {
      const item = copy[i];
      if (typeof item === 'object' && item !== null) copy[i] = this.copyIn(item, other);
    }
    return copy;
  }
}

/** Copies plain data out of a realm, so that the caller can compare and keep it; functions and services are left as they are. */
export function copyOut(value: unknown, other: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isDate(value)) return new Date(value.getTime());
  if (Array.isArray(value)) return Array.from(value, (item) => copyOut(item, other));
  const replaced = other(value);
  if (replaced !== value) return replaced;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOut(item, other)]));
}
