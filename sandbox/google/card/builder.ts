// Builders of card parts, made from tables: each call puts a checked value into a record, and the record is the part's
// JSON as Google's Card messages have it.
import { LocalEmulated, MEMBER, NAME, PLAIN } from '../emulated.ts';
import { GoogleError, NotInSandboxError } from '../errors.ts';
import { flag, list, record, text } from '../parameters.ts';

/** What a card may refer to outside itself. */
export interface CardGround {
  readonly hasFunction: (name: string) => boolean;
  /** The manifest's openLinkUrlPrefixes. */
  readonly linkPrefixes: readonly string[];
}

export type Data = Record<string, unknown>;
/** Takes a call's values into the data; what it returns instead of undefined is the call's answer. */
export type Step = (data: Data, values: readonly unknown[], ground: CardGround) => unknown;

/** One kind of part. */
export interface PartSpec {
  readonly calls: Readonly<Record<string, Step>>;
  /** Keys without which Google refuses the part when it is used. */
  readonly required?: readonly string[];
  /** Checks on the finished part. */
  readonly check?: (data: Data) => void;
  /** The key under which a widget stands in its section, such as `textParagraph`. */
  readonly widget?: string;
}

const parts = new WeakMap<CardPart, { data: Data; spec: PartSpec }>();

/** A part under construction, or a finished one (`build` returns it again). */
export class CardPart extends LocalEmulated {
  readonly [NAME]: string;
  readonly #data: Data;
  readonly #spec: PartSpec;
  readonly #ground: CardGround;

  constructor(name: string, spec: PartSpec, ground: CardGround, data: Data = {}) {
    super();
    this[NAME] = name;
    this.#spec = spec;
    this.#ground = ground;
    this.#data = data;
    parts.set(this, { data, spec });
  }

  override [PLAIN](): unknown {
    return structuredClone(this.#data);
  }

  override [MEMBER](name: string): unknown {
    const step = this.#spec.calls[name];
    if (step === undefined) return undefined;
    return (...values: unknown[]) => step(this.#data, values, this.#ground) ?? this;
  }
}

/** The JSON of a part that is used in another, once it is complete; `kinds` are the names that fit there. */
export function dataOf(value: unknown, kinds: readonly string[]): Data {
  const part = value instanceof CardPart ? parts.get(value) : undefined;
  const name = value instanceof CardPart ? value[NAME] : typeof value;
  if (part === undefined || !kinds.includes(name)) {
    throw new GoogleError(`A card part of kind ${kinds.join(' or ')} belongs here, found ${name}.`);
  }
  const missing = part.spec.required?.find((key) => part.data[key] === undefined);
  if (missing !== undefined) throw new GoogleError(`The ${name} has no ${missing}, which Google requires.`);
  part.spec.check?.(part.data);
  return structuredClone(part.data);
}

/** The JSON of a widget, under its own key. */
export function widgetOf(value: unknown): Data {
  const key = value instanceof CardPart ? parts.get(value)?.spec.widget : undefined;
  if (key === undefined || !(value instanceof CardPart))
    throw new GoogleError('Only a widget can be added to a section.');
  const data = dataOf(value, [value[NAME]]);
  // A button on its own stands in a list of one, as in Google's JSON.
  return key === 'button' ? { buttonList: { buttons: [data] } } : { [key]: data };
}

export function putText(key: string): Step {
  return (data, [value]) => {
    data[key] = text(value, key);
  };
}

export function putFlag(key: string): Step {
  return (data, [value]) => {
    data[key] = flag(value, key);
  };
}

export function putNumber(key: string): Step {
  return (data, [value]) => {
    if (typeof value !== 'number') throw new GoogleError(`${key} must be a number.`);
    data[key] = value;
  };
}

/** One of an enumeration's values. */
export function putName(key: string, allowed: readonly string[]): Step {
  return (data, [value]) => {
    const name = text(value, key);
    if (!allowed.includes(name))
      throw new GoogleError(`${key} must be one of ${allowed.join(', ')}; found ${name}.`);
    data[key] = name;
  };
}

export function putPart(key: string, ...kinds: readonly string[]): Step {
  return (data, [value]) => {
    data[key] = dataOf(value, kinds);
  };
}

/** Adds an entry to the list under `key`, which holds at most `most`. */
export function push(data: Data, key: string, entry: unknown, most: number): void {
  const present = data[key];
  const entries = Array.isArray(present) ? present : [];
  if (entries.length >= most)
    throw new GoogleError(`There are more than ${most} ${key}; Google shows no more.`);
  data[key] = [...entries, entry];
}

export function addPart(key: string, most: number, ...kinds: readonly string[]): Step {
  return (data, [value]) => push(data, key, dataOf(value, kinds), most);
}

/** A click that calls a function of the script. */
export const clickAction: Step = (data, [value]) => {
  data['onClick'] = { action: dataOf(value, ['Action']) };
};

/** A click that opens an address. */
export const clickLink: Step = (data, [value]) => {
  data['onClick'] = { openLink: dataOf(value, ['OpenLink']) };
};

/** A click that calls a function which answers with the address to open. */
export const clickLinkAction: Step = (data, [value]) => {
  data['onClick'] = { openDynamicLinkAction: dataOf(value, ['Action']) };
};

/** A click that opens a draft that a function of the script makes. */
export const clickCompose: Step = (data, [action, type]) => {
  data['onClick'] = {
    composeAction: dataOf(action, ['Action']),
    composedEmailType: text(type, 'composedEmailType'),
  };
};

/** An address of an image: https, or a picture in the text itself. */
export function putImage(key: string): Step {
  return (data, [value]) => {
    const url = text(value, key);
    if (!/^(https:\/\/|data:image\/)/.test(url))
      throw new GoogleError(`${key} must be an https address, found ${url}.`);
    data[key] = url;
  };
}

/** The name of a function that the bundle must have. */
export const putFunction: Step = (data, [value], ground) => {
  const name = text(value, 'functionName');
  if (!ground.hasFunction(name))
    throw new NotInSandboxError(`A card's action calls ${name}, which the bundle has not.`);
  data['function'] = name;
};

/** Parameters of an action: texts only. */
export const putParameters: Step = (data, [value]) => {
  const entries = Object.entries(record(value, 'parameters'));
  const wrong = entries.find(([, parameter]) => typeof parameter !== 'string');
  if (wrong !== undefined) throw new GoogleError(`The action's parameter ${wrong[0]} must be a string.`);
  data['parameters'] = entries.map(([key, parameter]) => ({ key, value: parameter }));
};

/** An address that the manifest lets add-ons open. */
export const putLink: Step = (data, [value], ground) => {
  const url = text(value, 'url');
  const isAllowed = ground.linkPrefixes.some(
    (prefix) => prefix === '*' || url === prefix || url.startsWith(prefix),
  );
  if (!/^https:\/\//.test(url) || !isAllowed) {
    throw new GoogleError(`The address is not under the manifest's openLinkUrlPrefixes: ${url}.`);
  }
  data['url'] = url;
};

/** Texts offered while typing. */
export const addSuggestions: Step = (data, [value]) => {
  for (const suggestion of typeof value === 'string' ? [value] : list(value, 'suggestions')) {
    push(data, 'items', { text: text(suggestion, 'suggestion') }, Number.POSITIVE_INFINITY);
  }
};
