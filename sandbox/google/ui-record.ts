// What a script has shown to the person at the screen, and what that person answers.

export type MenuEntry =
  | { readonly kind: 'item'; readonly caption: string; readonly functionName: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'menu'; readonly caption: string; readonly entries: readonly MenuEntry[] };

export interface Menu {
  readonly caption: string;
  readonly entries: readonly MenuEntry[];
}

/** A dialog or sidebar. Sizes in pixels; undefined where the script set none. */
export interface Shown {
  readonly kind: 'sidebar' | 'modal' | 'modeless';
  readonly title: string;
  readonly html: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

export interface Toast {
  readonly message: string;
  readonly title: string;
  readonly seconds: number;
}

export interface Alert {
  readonly title: string;
  readonly message: string;
  readonly buttons: string;
  readonly answer: string;
}

/** What the person does with the next alert or prompt; `text` is what is typed into a prompt. */
export interface Answer {
  readonly button: 'OK' | 'CANCEL' | 'YES' | 'NO' | 'CLOSE';
  readonly text?: string;
}

/** An alert or a prompt as it is put to a person. */
export interface Question {
  readonly title: string;
  readonly message: string;
  /** `OK`, `OK_CANCEL`, `YES_NO` or `YES_NO_CANCEL`. */
  readonly buttons: string;
  readonly hasInput: boolean;
}

/** The screen of one world. Lists grow; `clear` empties them. */
export class UiRecord {
  menus: Menu[] = [];
  shown: Shown[] = [];
  toasts: Toast[] = [];
  alerts: Alert[] = [];
  /** Answers to come, first one first. Without one, the person presses the first button. */
  answers: Answer[] = [];
  /** Puts a question for which no answer was ordered to a real person; undefined presses the first button. */
  ask: ((question: Question) => Answer | undefined) | undefined;

  clear(): void {
    this.menus = [];
    this.shown = [];
    this.toasts = [];
    this.alerts = [];
    this.answers = [];
  }

  /** A menu of a caption that exists already takes the old one's place, as in Sheets. */
  addMenu(menu: Menu): void {
    this.menus = [...this.menus.filter((other) => other.caption !== menu.caption), menu];
  }
}
