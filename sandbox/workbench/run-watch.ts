// Keeps the page in touch with a script that runs: progress before each service call, requests of the page in between (so
// that a person can sort or edit during a run, and stop it), questions that wait for an answer.
import { performance } from 'node:perf_hooks';
import type { Answer, Question } from '../google/ui-record.ts';
import type { World } from '../world.ts';
import type { WorkbenchEvent } from './wire.ts';

/** The page is told at most this often, in milliseconds. */
const PROGRESS_EVERY_MS = 100;
/** The thread looks for requests of the page this often while it waits. */
const LOOK_EVERY_MS = 15;
/** A question that nobody answers is closed after this long, as if the person had closed the dialog. */
const ANSWER_WITHIN_MS = 300_000;
/** Calls that change what the page shows. */
const CHANGING = /\.(set|clear|append|insert|delete|sort|move|hide|show|apply|rename|add|remove|protect)/;

const BUTTONS: Readonly<Record<string, readonly string[]>> = {
  OK: ['OK'],
  OK_CANCEL: ['OK', 'CANCEL'],
  YES_NO: ['YES', 'NO'],
  YES_NO_CANCEL: ['YES', 'NO', 'CANCEL'],
};

/** How the watch reaches the page: events out, requests in. */
export interface Line {
  readonly tell: (event: WorkbenchEvent) => void;
  /** Serves the requests that have come in meanwhile. */
  readonly serveWaiting: () => void;
}

export class RunWatch {
  /** Milliseconds of real time before each service call, to see a run at Google's speed; 0 for none. */
  paceMs = 0;
  /** Rises with every change of the document that the page should see. */
  revision = 1;
  readonly #world: World;
  readonly #line: Line;
  readonly #answers = new Map<number, Answer>();
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  #label: string | undefined;
  #lastCall = '';
  #toldAt = 0;
  #toldRevision = 0;
  #toasts = 0;
  #nextQuestion = 1;
  #isStopped = false;

  constructor(world: World, line: Line) {
    this.#world = world;
    this.#line = line;
    world.ui.ask = (question) => this.#ask(question);
    this.watch();
  }

  /** Listens before every service call; again after faults were cleared. */
  watch(): void {
    this.#world.faults.between(({ name }) => this.#before(name));
  }

  get isRunning(): boolean {
    return this.#label !== undefined;
  }

  /** Runs `deed` under `label` and tells the page about it. */
  during<T>(label: string, deed: () => T): T {
    const outer = this.#label;
    this.#label = label;
    this.#isStopped = false;
    this.#toasts = this.#world.ui.toasts.length;
    this.#tellProgress('Starting', true);
    try {
      return deed();
    } finally {
      this.#label = outer;
      this.#tellToasts();
      this.changed();
    }
  }

  /** Ends the run after its next service call, as Sheets’ own “Cancel” does. */
  stop(): void {
    this.#isStopped = true;
  }

  answer(id: number, answer: Answer): void {
    this.#answers.set(id, answer);
  }

  /** Tells the page that the document is another. */
  changed(): void {
    this.revision += 1;
    this.#tellRevision(true);
  }

  #before(name: string): void {
    if (CHANGING.test(this.#lastCall)) this.revision += 1;
    this.#lastCall = name;
    if (this.#label === undefined) return;
    this.#tellProgress(name, false);
    this.#tellToasts();
    this.#tellRevision(false);
    this.#line.serveWaiting();
    const until = performance.now() + this.paceMs;
    while (performance.now() < until && !this.#isStopped) this.#wait();
    if (this.#isStopped) this.#world.faults.killAfter(1);
    this.#isStopped = false;
  }

  #wait(): void {
    Atomics.wait(this.#sleeper, 0, 0, LOOK_EVERY_MS);
    this.#line.serveWaiting();
  }

  #tellProgress(doing: string, isUrgent: boolean): void {
    const now = performance.now();
    const isNetwork = doing.startsWith('UrlFetchApp');
    if (!isUrgent && !isNetwork && now - this.#toldAt < PROGRESS_EVERY_MS) return;
    this.#toldAt = now;
    const { counts } = this.#world;
    this.#line.tell({
      kind: 'progress',
      label: this.#label ?? '',
      calls: counts.total,
      requests: counts.requests,
      doing,
      virtualMs: this.#world.clock.now,
    });
  }

  #tellToasts(): void {
    const { toasts } = this.#world.ui;
    for (const toast of toasts.slice(this.#toasts)) this.#line.tell({ kind: 'toast', ...toast });
    this.#toasts = toasts.length;
  }

  #tellRevision(isUrgent: boolean): void {
    if (this.revision === this.#toldRevision) return;
    const now = performance.now();
    if (!isUrgent && now - this.#toldAt < PROGRESS_EVERY_MS) return;
    this.#toldRevision = this.revision;
    this.#line.tell({ kind: 'changed', revision: this.revision });
  }

  /** A dialog with one button only tells something; any other holds the script until the person has decided. */
  #ask({ title, message, buttons, hasInput }: Question): Answer | undefined {
    const shown = BUTTONS[buttons] ?? ['OK'];
    const id = this.#nextQuestion;
    this.#nextQuestion += 1;
    const isAwaited = hasInput || shown.length > 1;
    this.#line.tell({ kind: 'alert', id, title, message, buttons: shown, hasInput, isAwaited });
    if (!isAwaited) return undefined;
    const until = performance.now() + ANSWER_WITHIN_MS;
    while (!this.#answers.has(id) && performance.now() < until) this.#wait();
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    return answer ?? { button: 'CLOSE' };
  }
}
