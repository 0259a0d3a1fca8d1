// What the widgets of one card share: the inputs that a person can fill in, and what happens on a click.
import { type Data, dataAt, isData, listAt, textAt } from './card-data.ts';

/** A function of the script that a widget calls. */
export interface CardCall {
  readonly functionName: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly formInputs: Readonly<Record<string, readonly string[]>>;
  /** Google dims the card while it waits. */
  readonly hasSpinner: boolean;
}

export interface CardDeeds {
  readonly call: (call: CardCall) => void;
  readonly link: (url: string) => void;
}

export class CardContext {
  readonly #deeds: CardDeeds;
  readonly #inputs = new Map<string, () => readonly string[]>();
  #next = 1;

  constructor(deeds: CardDeeds) {
    this.#deeds = deeds;
  }

  /** An id that no other element of the page has. */
  newId(): string {
    this.#next += 1;
    return `card-${this.#next}-${Math.round(performance.now())}`;
  }

  /** An input takes part in every call from now on. */
  addInput(name: string, read: () => readonly string[]): void {
    this.#inputs.set(name, read);
  }

  /** What a click on a widget does; undefined when it does nothing. */
  clickOf(data: Data): (() => void) | undefined {
    const onClick = dataAt(data, 'onClick');
    if (isData(onClick['openLink'])) {
      const url = textAt(onClick['openLink'], 'url');
      return () => this.#deeds.link(url);
    }
    const action = onClick['action'] ?? onClick['openDynamicLinkAction'] ?? onClick['composeAction'];
    return isData(action) ? () => this.run(action) : undefined;
  }

  /** Calls an action's function with its parameters and all inputs of the card. */
  run(action: Data): void {
    const parameters = Object.fromEntries(
      listAt(action, 'parameters').map((entry) => [textAt(entry, 'key'), textAt(entry, 'value')]),
    );
    const formInputs = Object.fromEntries(
      [...this.#inputs]
        .map(([name, read]) => [name, read()] as const)
        .filter(([, values]) => values.length > 0),
    );
    this.#deeds.call({
      ...{ functionName: textAt(action, 'function'), parameters, formInputs },
      hasSpinner: action['loadIndicator'] !== 'NONE',
    });
  }
}
