// Google's enumerations, such as `SpreadsheetApp.ProtectionType`: closed sets of names, each its own value.
import { LocalEmulated, MEMBER, NAME, PLAIN } from './emulated.ts';

/** An enumeration; a name that it lacks is an error of the sandbox, not a silent `undefined`. */
export class Enumeration extends LocalEmulated {
  readonly [NAME]: string;
  readonly #names: ReadonlySet<string>;

  constructor(name: string, names: readonly string[]) {
    super();
    this[NAME] = name;
    this.#names = new Set(names);
  }

  override [MEMBER](name: string): unknown {
    return this.#names.has(name) ? name : undefined;
  }

  override [PLAIN](): unknown {
    return [...this.#names];
  }
}
