// Runs functions of the script as Apps Script does: each execution evaluates the whole project anew in a realm of its
// own, then calls one function, under one entry point's rights and limits.
import vm from 'node:vm';
import type { Entry } from './authorisation.ts';
import { Counts, type CountsView } from './counts.ts';
import { Emulated, expose, intoRealm, PLAIN, unwrap } from './emulated.ts';
import type { EndReason } from './errors.ts';
import { createGlobals, type Estate } from './globals.ts';
import { assertLegal } from './html-values.ts';
import { copyOut, Realm } from './realm.ts';
import { type Ground, Run, type User } from './run.ts';
import type { OpenDocument } from './spreadsheet/open-document.ts';

/** What went wrong in an execution. `ended` says that it was stopped from outside. */
export interface RunError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly ended: EndReason | undefined;
}

/** What came of one execution. */
export interface Outcome {
  /** Plain data; emulated objects are replaced by theirs (a card by its JSON). Undefined after an error. */
  readonly value: unknown;
  readonly error: RunError | undefined;
  readonly virtualMs: number;
  /** Counts of this execution; `topLevel` are the calls that were made before the function was called. */
  readonly calls: CountsView & { readonly topLevel: number };
}

/** A line of the execution log. */
export interface Execution {
  readonly functionName: string;
  readonly entry: Entry;
  readonly user: string;
  readonly startedAt: number;
  readonly virtualMs: number;
  readonly error: RunError | undefined;
}

/** What to run. `values` may be built from the run's own handles, as trigger events are. */
export interface Job {
  readonly functionName: string;
  readonly values:
    | readonly unknown[]
    | ((run: Run, document: OpenDocument | undefined) => readonly unknown[]);
  readonly entry: Entry;
  readonly user: User;
}

const EXECUTIONS_MAX = 10_000;
const SURVEY_TIMEOUT_MS = 10_000;
/** Under this key the script's realm finds the call to make; no script knows it. */
const CALL = Symbol.for('sandbox.call');
const CALL_SCRIPT = new vm.Script("globalThis[Symbol.for('sandbox.call')]()", {
  filename: 'sandbox-call.js',
});

/** Whether the project has the function is known only once it is evaluated. */
class NoSuchFunctionError extends Error {}

export class Machine {
  readonly executions: Execution[] = [];
  readonly #ground: Ground;
  readonly #estate: Estate;
  readonly #script: vm.Script;
  readonly #realTimeoutMs: number;
  readonly #functions: ReadonlySet<string>;
  #depth = 0;
  #started = 0;

  /** `realTimeoutMs` of this machine's time end an execution that hangs without a service call. */
  constructor(ground: Ground, estate: Estate, bundle: string, realTimeoutMs: number) {
    this.#ground = ground;
    this.#estate = estate;
    this.#script = new vm.Script(bundle, { filename: 'Code.js' });
    this.#realTimeoutMs = realTimeoutMs;
    this.#functions = functionsOf(this.#script);
  }

  /** Whether the project has such a function at its top level. */
  hasFunction(name: string): boolean {
    return this.#functions.has(name);
  }

  /** The project's function whose name is `name` in any case, as formulas write it. */
  customFunction(name: string): string | undefined {
    return [...this.#functions].find((own) => own.toUpperCase() === name && !own.endsWith('_'));
  }

  /**
   * Runs one function to its end. An execution that starts inside another runs beside it: its virtual time is its own,
   * and the clock goes back to where the outer one stands.
   */
  execute(job: Job): Outcome {
    const { clock } = this.#ground;
    const startedAt = clock.now;
    this.#depth += 1;
    this.#started += 1;
    const { random, scriptTimeZone } = this.#ground;
    const realm = new Realm(() => clock.now, random, scriptTimeZone);
    const run = new Run(this.#ground, realm, job.entry, job.user, `run-${this.#started}`);
    const { value, error, topLevel } = this.#attempt(run, job);
    this.#estate.locks.releaseAllOf(run.id);
    this.#depth -= 1;
    const virtualMs = clock.now - startedAt;
    if (this.#depth > 0) clock.set(startedAt);
    const { functionName, entry, user } = job;
    this.executions.push({ functionName, entry, user: user.email, startedAt, virtualMs, error });
    if (this.executions.length > EXECUTIONS_MAX) this.executions.shift();
    return { value, error, virtualMs, calls: { ...run.counts.view(), topLevel } };
  }

  /** Logs an execution that was not started, because its user's trigger time for today is spent. */
  refuse(functionName: string, entry: Entry, user: User): Outcome {
    const message = 'The service used too much computer time for one day.';
    const error: RunError = { name: 'Exception', message, stack: '', ended: 'computer time' };
    const startedAt = this.#ground.clock.now;
    this.executions.push({ functionName, entry, user: user.email, startedAt, virtualMs: 0, error });
    return { value: undefined, error, virtualMs: 0, calls: { ...new Counts().view(), topLevel: 0 } };
  }

  #attempt(run: Run, job: Job): { value: unknown; error: RunError | undefined; topLevel: number } {
    let topLevel = 0;
    try {
      const { globals, document } = createGlobals(run, this.#estate);
      const { context } = run.realm;
      for (const [name, service] of Object.entries(globals)) context[name] = expose(run, service);
      this.#script.runInContext(context, { timeout: this.#realTimeoutMs });
      topLevel = run.counts.total;
      const value = job.entry === 'top-level' ? undefined : this.#call(run, job, document);
      const error = errorOf(run, undefined);
      return { value: error === undefined ? value : undefined, error, topLevel };
    } catch (error) {
      return { value: undefined, error: errorOf(run, error), topLevel };
    }
  }

  #call(run: Run, job: Job, document: OpenDocument | undefined): unknown {
    const { context } = run.realm;
    const target: unknown = context[job.functionName];
    if (typeof target !== 'function')
      throw new NoSuchFunctionError(`The script has no function ${job.functionName}.`);
    if (job.entry === 'html') assertLegal(job.functionName, job.values);
    const given = typeof job.values === 'function' ? job.values(run, document) : job.values;
    const values = given.map((value) => intoRealm(run, value));
    Reflect.set(context, CALL, () => Reflect.apply(target, undefined, values));
    const answer: unknown = CALL_SCRIPT.runInContext(context, { timeout: this.#realTimeoutMs });
    return copyOut(answer, plainOf);
  }
}

function plainOf(value: object): unknown {
  const original = unwrap(value);
  return original instanceof Emulated ? original[PLAIN]() : value;
}

function errorOf(run: Run, thrown: unknown): RunError | undefined {
  if (run.loudError !== undefined) return described(run.loudError, undefined);
  if (hasCode(thrown, 'ERR_SCRIPT_EXECUTION_TIMEOUT'))
    run.end('real time', 'The script hung and was stopped.');
  if (run.ended !== undefined) return described(run.ended, run.ended.reason);
  return thrown === undefined ? undefined : described(thrown, undefined);
}

function described(error: unknown, ended: EndReason | undefined): RunError {
  // Errors of the script's realm are no instances of ours.
  const isLikeError = typeof error === 'object' && error !== null && 'message' in error;
  if (!isLikeError) return { name: 'Error', message: String(error), stack: '', ended };
  const name = 'name' in error ? String(error.name) : 'Error';
  return { name, message: String(error.message), stack: 'stack' in error ? String(error.stack) : '', ended };
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/**
 * The project's top-level functions. Declarations stand before any statement runs, so they are there even if the code,
 * which finds no services here, throws.
 */
function functionsOf(script: vm.Script): Set<string> {
  const zero = () => 0;
  const { context } = new Realm(zero, zero, 'Etc/UTC');
  const before = new Set(Object.keys(context));
  try {
    script.runInContext(context, { timeout: SURVEY_TIMEOUT_MS });
  } catch {
    // A script that fails at its top level says so when it is run in earnest.
  }
  const names = Object.keys(context).filter((name) => !before.has(name));
  return new Set(names.filter((name) => typeof context[name] === 'function'));
}
