// The worlds that the page looks at, and every command that it may give them. Lives in the worlds' own thread.
import type { Outcome } from '../google/machine.ts';
import type { Shown } from '../google/ui-record.ts';
import type { World } from '../world.ts';
import type { Command, CommandOf, MailVariant } from './commands.ts';
import { describeDesk, FaultBoard } from './desk-scene.ts';
import { GmailScene } from './gmail-scene.ts';
import { Refusal, readOwnTickets } from './own-tickets.ts';
import { type Line, RunWatch } from './run-watch.ts';
import { describeCell, editSheet, findText } from './sheet-deeds.ts';
import { SheetScene } from './sheet-scene.ts';
import { Undo } from './undo.ts';
import type { Answers, DeedReport, EditReport } from './wire.ts';

/** How the stage gets its worlds. */
export interface Cast {
  readonly sampleSheet: () => World;
  /** A spreadsheet with these rows, header first, in the hands of somebody else than the sample desk's lead. */
  readonly ownSheet: (rows: readonly (readonly string[])[], name: string) => World;
  /** The sample mailbox with the add-on of a scope variant, in the hands of somebody who reads in `locale`. */
  readonly mailbox: (variant: MailVariant, locale: string) => World;
}

/** Sets a sheet up with what the set-up dialog would propose; no menu item calls it. */
const QUICK_SET_UP = 'runSetUp';
const HOUR_MS = 3_600_000;
/** Dialogs and sidebars that are remembered. */
const FRAMES_MAX = 20;

export class Stage {
  readonly #cast: Cast;
  readonly #line: Line;
  readonly #board = new FaultBoard();
  readonly #frames = new Map<number, Shown>();
  readonly #undo = new Undo();
  readonly #sample: World;
  #world: World;
  #watch: RunWatch;
  #scene: SheetScene;
  #gmail: GmailScene | undefined;
  #last: DeedReport | null = null;
  #nextFrame = 1;

  constructor(cast: Cast, line: Line) {
    this.#cast = cast;
    this.#line = line;
    this.#sample = cast.sampleSheet();
    this.#world = this.#sample;
    this.#watch = new RunWatch(this.#world, line);
    this.#scene = new SheetScene(this.#world);
  }

  /** Carries out one command. Throws a sentence for the page when it cannot be done. */
  carryOut(command: Command): Answers[Command['kind']] {
    switch (command.kind) {
      case 'sheet':
        return this.#scene.describe(command.sheet, this.#watch.revision);
      case 'rows':
        return this.#scene.rows(command, this.#watch.revision);
      case 'cell':
        return describeCell(this.#world.spreadsheet.sheet(command.sheet), command.row, command.column);
      case 'find':
        return findText(this.#world.spreadsheet.sheet(command.sheet), command);
      case 'select':
        this.#world.spreadsheet.show(command.sheet);
        this.#world.spreadsheet.select(command.row, command.column, command.rows, command.columns);
        return null;
      case 'menu':
        return this.#menu(command.functionName);
      case 'frame':
        return { html: this.#frame(command.id).html };
      case 'frameRun':
        return this.#frameRun(command);
      case 'answer': {
        const button = command.button as 'OK' | 'CANCEL' | 'YES' | 'NO' | 'CLOSE';
        this.#watch.answer(command.id, { button, text: command.text });
        return null;
      }
      case 'stop':
        this.#watch.stop();
        return null;
      case 'mails':
        return this.#mailScene().mails();
      case 'openMail':
        return this.#mailScene().openMail(command.messageId);
      case 'cardAction':
        return this.#mailScene().act(command);
      case 'popCard':
        return this.#mailScene().pop();
      case 'mailHome':
        return this.#mailScene().home(command.place);
      case 'mailLabel':
        this.#mailScene().label(command.threadId, command.label, command.isOn);
        return null;
      case 'mailHour':
        return this.#mailScene().hour();
      case 'mailSetting':
        this.#openMailbox(command.variant, command.locale);
        return null;
      case 'desk':
        return this.#desk();
      case 'advance':
        return this.#advance(command.hours);
      case 'fault':
        this.#setFault(command.id, command.isOn);
        return this.#desk();
      case 'pace':
        this.#watch.paceMs = command.ms;
        return this.#desk();
      case 'open':
        return this.#openOwn(command);
      case 'sample':
        this.#replace(this.#sample);
        return null;
      case 'csv':
        return {
          csv: this.#world.sheetAsCsv(command.sheet),
          cells: this.#world.spreadsheet.sheet(command.sheet).displayValues(),
        };
      case 'undo':
        return this.#step(
          this.#watch.isRunning ? null : this.#undo.back(),
          'There is no edit of yours to take back. What a run wrote goes back with Usher ▸ Undo last run.',
        );
      case 'redo':
        return this.#step(this.#watch.isRunning ? null : this.#undo.again(), 'There is nothing to do again.');
      default:
        return this.#edit(command);
    }
  }

  close(): void {
    this.#world.close();
    if (this.#sample !== this.#world) this.#sample.close();
    this.#gmail?.world.close();
  }

  #menu(functionName: string): DeedReport {
    const caption =
      this.#scene.captionOf(functionName) ?? (functionName === QUICK_SET_UP ? 'Set up' : undefined);
    if (caption === undefined) throw new Error('The add-on’s menu has no such item. Reload the page.');
    return this.#deed(caption, () => this.#world.call(functionName, [], { entry: 'menu' }));
  }

  #frameRun({ id, functionName, values }: CommandOf<'frameRun'>): Answers['frameRun'] {
    this.#frame(id);
    let value: unknown = null;
    const { error } = this.#deed(`Page calls ${functionName}`, () => {
      const outcome = this.#world.call(functionName, values, { entry: 'html' });
      value = outcome.value ?? null;
      return outcome;
    });
    return { value, error };
  }

  #edit(command: Parameters<typeof editSheet>[1]): EditReport {
    const edit = (): EditReport => editSheet(this.#world, command, this.#scene.email);
    try {
      // While a script writes, taking an edit back would take the script's work with it.
      if (this.#watch.isRunning) return edit();
      let report: EditReport = { refusal: null };
      this.#undo.record(this.#world.spreadsheet.sheet(command.sheet), () => {
        report = edit();
        return report.refusal === null;
      });
      return report;
    } catch (error) {
      return { refusal: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#watch.changed();
    }
  }

  #step(sheet: string | null, nothing: string): Answers['undo'] {
    if (sheet === null) return { sheet, refusal: nothing };
    this.#watch.changed();
    return { sheet, refusal: null };
  }

  #advance(hours: number): DeedReport {
    if (this.#watch.isRunning) throw new Error('A run is at work. Wait for it or stop it, then try again.');
    return this.#deed(hours === 1 ? 'One hour passes' : `${hours} hours pass`, () => {
      this.#world.clock.advance(hours * HOUR_MS);
      return undefined;
    });
  }

  /** Does something that may run scripts, and reports what was said and what it cost. */
  #deed(label: string, act: () => Outcome | undefined): DeedReport {
    const { counts, ui, clock } = this.#world;
    const isOuter = !this.#watch.isRunning;
    this.#undo.forget();
    if (isOuter) {
      counts.reset();
      ui.toasts = [];
      ui.alerts = [];
    }
    const shown = ui.shown.length;
    const startedAt = clock.now;
    const outcome = this.#watch.during(label, act);
    for (const frame of ui.shown.slice(shown)) this.#showFrame(frame);
    if (outcome?.error?.ended === 'fault') this.#board.spend();
    const { cells, requests, total, byMethod } = counts.view();
    const report: DeedReport = {
      label,
      error: outcome?.error?.message ?? null,
      said: [
        ...ui.alerts.map(({ title, message }) => ({ title, message, kind: 'alert' as const })),
        ...ui.toasts.map(({ title, message }) => ({ title, message, kind: 'toast' as const })),
      ],
      virtualMs: clock.now - startedAt,
      serviceCalls: total,
      documentCalls: cells,
      requests,
      byMethod,
    };
    this.#last = report;
    this.#line.tell({ kind: 'ended', label, error: report.error });
    return report;
  }

  #showFrame(frame: Shown): void {
    const id = this.#nextFrame;
    this.#nextFrame += 1;
    this.#frames.set(id, frame);
    const [oldest] = this.#frames.keys();
    if (this.#frames.size > FRAMES_MAX && oldest !== undefined) this.#frames.delete(oldest);
    const { kind: place, title, width, height } = frame;
    this.#line.tell({ kind: 'frame', id, place, title, width: width ?? null, height: height ?? null });
  }

  #frame(id: number): Shown {
    const frame = this.#frames.get(id);
    if (frame === undefined) throw new Error('This dialog is no longer open. Choose its menu item again.');
    return frame;
  }

  #setFault(id: string, isOn: boolean): void {
    this.#board.set(this.#world, id, isOn, () => this.#watch.watch());
    if (this.#gmail !== undefined) this.#board.apply(this.#gmail.world);
  }

  #desk(): Answers['desk'] {
    return describeDesk(this.#world, this.#scene.email, this.#board, this.#last, this.#watch.paceMs);
  }

  #mailScene(): GmailScene {
    return this.#gmail ?? this.#openMailbox('gmail-schedule', 'en');
  }

  /** Begins the mailbox anew with other rights or for another reader. */
  #openMailbox(variant: MailVariant, locale: string): GmailScene {
    this.#gmail?.world.close();
    const scene = new GmailScene(this.#cast.mailbox(variant, locale), locale);
    this.#board.apply(scene.world);
    this.#gmail = scene;
    return scene;
  }

  #openOwn({ csv, name }: CommandOf<'open'>): Answers['open'] {
    if (this.#watch.isRunning) throw new Refusal('A run is at work. Wait for it or stop it, then try again.');
    const rows = readOwnTickets(csv);
    this.#replace(this.#cast.ownSheet(rows, name));
    return { sheet: this.#world.spreadsheet.active.name, rows: rows.length - 1, columns: rows[0] ?? [] };
  }

  #replace(world: World): void {
    if (this.#watch.isRunning) throw new Refusal('A run is at work. Wait for it or stop it, then try again.');
    if (world === this.#world) return;
    const { paceMs, revision } = this.#watch;
    // A visitor comes back to the sample desk as they left it.
    if (this.#world !== this.#sample) this.#world.close();
    this.#world = world;
    this.#board.apply(world);
    this.#watch = new RunWatch(world, this.#line);
    this.#watch.paceMs = paceMs;
    this.#watch.revision = revision;
    this.#scene = new SheetScene(world);
    this.#frames.clear();
    this.#undo.forget();
    this.#watch.changed();
  }
}
