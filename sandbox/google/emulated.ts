// What every emulated Google object is: a class whose public methods are the ones that Google has. A proxy stands before
// it: it counts and authorises each call, and a name that the class lacks is an error that says so.
import { GoogleError, NotInSandboxError, RunEndedError } from './errors.ts';
import type { Cost } from './latency.ts';
import type { Realm } from './realm.ts';

/** The kind of Google object, as in `Range`. Internals have symbols for names, so that no script can reach them. */
export const NAME = Symbol('emulated name');
/** What a call of a method costs; asked before the call is made. */
export const COST = Symbol('emulated cost');
/** Plain data that stands for the object outside the script, for instance a card's JSON. */
export const PLAIN = Symbol('emulated plain data');
/** Finds a member that is not written out in the class, for table-made builders. */
export const MEMBER = Symbol('emulated member');

/** Base of all emulated objects. */
export abstract class Emulated {
  abstract readonly [NAME]: string;
  abstract [COST](method: string): Cost;
  [PLAIN](): unknown {
    return `[${this[NAME]}]`;
  }
  [MEMBER](name: string): unknown {
    return Reflect.get(this, name, this);
  }
}

/** An emulated object whose calls never leave the script's machine. */
export abstract class LocalEmulated extends Emulated {
  [COST](): Cost {
    return { kind: 'local' };
  }
}

/** What the proxy needs of a run. */
export interface Caller {
  readonly realm: Realm;
  /** Counts and authorises the call and makes it; throws what the script shall see. */
  perform(name: string, cost: Cost, action: () => unknown): unknown;
  /** Keeps an error that must reach the world's owner even if the script swallows it. */
  reportLoud(error: Error): void;
}

const proxies = new WeakMap<Emulated, object>();
const originals = new WeakMap<object, Emulated>();
/** Names that JavaScript itself asks for: absent on Google's objects too, so asking is no mistake. */
const ASKED_BY_LANGUAGE = new Set([
  'then',
  'toJSON',
  'constructor',
  'valueOf',
  'inspect',
  'length',
  'nodeType',
]);

/** The stand-in for `original` that a script may hold. One for each object, so that `===` works. */
export function expose(caller: Caller, original: Emulated): object {
  const known = proxies.get(original);
  if (known !== undefined) return known;
  const name = original[NAME];
  const methods = new Map<string, unknown>();
  const proxy = new Proxy(original, {
    get(target, key) {
      if (typeof key === 'symbol') return undefined;
      const made = methods.get(key);
      if (made !== undefined) return made;
      if (key === 'toString') return () => name;
      if (ASKED_BY_LANGUAGE.has(key)) return undefined;
      const member = target[MEMBER](key);
      if (member === undefined) throw missing(caller, `${name}.${key}`);
      const shown =
        typeof member === 'function' ? methodOf(caller, target, key, member) : intoRealm(caller, member);
      methods.set(key, shown);
      return shown;
    },
    set(_target, key) {
      throw missing(caller, `${name}.${String(key)} = …`);
    },
    getPrototypeOf: () => null,
  });
  proxies.set(original, proxy);
  originals.set(proxy, original);
  return proxy;
}

function methodOf(caller: Caller, target: Emulated, key: string, member: unknown): unknown {
  const name = `${target[NAME]}.${key}`;
  return (...values: unknown[]) => {
    if (typeof member !== 'function') return undefined;
    const plain = values.map(unwrap);
    try {
      const answer = caller.perform(name, target[COST](key), () => Reflect.apply(member, target, plain));
      return intoRealm(caller, answer);
    } catch (error) {
      throw forScript(caller, error);
    }
  };
}

/** The emulated object behind a script's handle, or the value itself. */
export function unwrap(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return originals.get(value) ?? value;
}

/** Copies a service's answer into the script's realm; emulated objects become their stand-ins. */
export function intoRealm(caller: Caller, value: unknown): unknown {
  return caller.realm.copyIn(value, (other) => (other instanceof Emulated ? expose(caller, other) : other));
}

/** The error object that the script sees for an error of the sandbox. */
export function forScript(caller: Caller, error: unknown): unknown {
  if (error instanceof GoogleError) return caller.realm.error('Exception', error.message);
  if (error instanceof RunEndedError) return caller.realm.error('Exception', error.message);
  // Anything else is a mistake of the sandbox, of its owner, or a use of it that is not provided for.
  return loud(caller, error instanceof Error ? error : new Error(String(error)));
}

function missing(caller: Caller, what: string): unknown {
  return loud(
    caller,
    new NotInSandboxError(`${what} is not in the sandbox. Add it to sandbox/google, or do without it.`),
  );
}

function loud(caller: Caller, error: Error): unknown {
  caller.reportLoud(error);
  return caller.realm.error('SandboxError', error.message);
}
