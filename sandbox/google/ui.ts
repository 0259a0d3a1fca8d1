// Ui: menus, dialogs, sidebars and alerts. They are recorded; the person's answers are scripted.
import { COST, Emulated, LocalEmulated, NAME } from './emulated.ts';
import { Enumeration } from './enumeration.ts';
import { EmulatedHtmlOutput, htmlPartsOf } from './html.ts';
import type { Cost } from './latency.ts';
import { emulated, text } from './parameters.ts';
import type { Answer, MenuEntry, UiRecord } from './ui-record.ts';

/** Google cuts longer names of functions nowhere; this only catches code put where a name belongs. */
const FUNCTION_NAME = /^[A-Za-z_$][\w$]*$/;
/** The button that a person presses who was given no other orders. */
const FIRST_BUTTON: Record<string, Answer['button']> = {
  OK: 'OK',
  OK_CANCEL: 'OK',
  YES_NO: 'YES',
  YES_NO_CANCEL: 'YES',
};

export class EmulatedUi extends Emulated {
  readonly [NAME] = 'Ui';
  readonly Button = new Enumeration('Button', ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO']);
  readonly ButtonSet = new Enumeration('ButtonSet', ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL']);
  readonly #screen: UiRecord;

  constructor(screen: UiRecord) {
    super();
    this.#screen = screen;
  }

  [COST](method: string): Cost {
    return { kind: method.startsWith('create') ? 'local' : 'ui' };
  }

  createMenu(caption: unknown): EmulatedMenu {
    return new EmulatedMenu(this.#screen, text(caption, 'caption'));
  }

  /** In a bound script it bears the script's name, which the caption here stands for. */
  createAddonMenu(): EmulatedMenu {
    return new EmulatedMenu(this.#screen, 'Extensions');
  }

  /** `alert(message)`, `alert(message, buttons)` or `alert(title, message, buttons)`. */
  alert(...values: unknown[]): string {
    return this.#ask(values, false).button;
  }

  /** As `alert`, with a line to type into. */
  prompt(...values: unknown[]): PromptResponse {
    return new PromptResponse(this.#ask(values, true));
  }

  showSidebar(html: unknown): void {
    const parts = htmlPartsOf(emulated(html, EmulatedHtmlOutput, 'userInterface'));
    this.#screen.shown.push({ ...parts, kind: 'sidebar' });
  }

  showModalDialog(html: unknown, title: unknown): void {
    this.#showDialog('modal', html, title);
  }

  showModelessDialog(html: unknown, title: unknown): void {
    this.#showDialog('modeless', html, title);
  }

  #showDialog(kind: 'modal' | 'modeless', html: unknown, title: unknown): void {
    const parts = htmlPartsOf(emulated(html, EmulatedHtmlOutput, 'userInterface'));
    this.#screen.shown.push({ ...parts, kind, title: text(title, 'title') });
  }

  #ask(values: readonly unknown[], hasInput: boolean): Answer {
    const texts = values.map((value) => text(value, 'text'));
    const buttons = texts.length > 1 ? (texts.at(-1) ?? 'OK') : 'OK';
    const [title = '', message = ''] = texts.length === 3 ? texts : ['', texts[0]];
    const answer = this.#screen.answers.shift() ??
      this.#screen.ask?.({ title, message, buttons, hasInput }) ?? { button: FIRST_BUTTON[buttons] ?? 'OK' };
    this.#screen.alerts.push({ title, message, buttons, answer: answer.button });
    return answer;
  }
}

export class PromptResponse extends LocalEmulated {
  readonly [NAME] = 'PromptResponse';
  readonly #answer: Answer;

  constructor(answer: Answer) {
    super();
    this.#answer = answer;
  }

  getResponseText(): string {
    return this.#answer.text ?? '';
  }

  getSelectedButton(): string {
    return this.#answer.button;
  }
}

const menuEntries = new WeakMap<EmulatedMenu, { caption: string; entries: MenuEntry[] }>();

export class EmulatedMenu extends Emulated {
  readonly [NAME] = 'Menu';
  readonly #screen: UiRecord;
  readonly #caption: string;
  readonly #entries: MenuEntry[] = [];

  constructor(screen: UiRecord, caption: string) {
    super();
    this.#screen = screen;
    this.#caption = caption;
    menuEntries.set(this, { caption, entries: this.#entries });
  }

  [COST](method: string): Cost {
    return { kind: method === 'addToUi' ? 'ui' : 'local' };
  }

  addItem(caption: unknown, functionName: unknown): this {
    const name = text(functionName, 'functionName');
    if (!FUNCTION_NAME.test(name))
      throw new TypeError(`A menu item calls a function by its name; found "${name}".`);
    this.#entries.push({ kind: 'item', caption: text(caption, 'caption'), functionName: name });
    return this;
  }

  addSeparator(): this {
    this.#entries.push({ kind: 'separator' });
    return this;
  }

  addSubMenu(menu: unknown): this {
    const inner = menuEntries.get(emulated(menu, EmulatedMenu, 'menu'));
    if (inner !== undefined) this.#entries.push({ kind: 'menu', ...inner });
    return this;
  }

  addToUi(): void {
    this.#screen.addMenu({ caption: this.#caption, entries: [...this.#entries] });
  }
}
