// Rich text: the text of a cell with links and styles for parts of it.
import { LocalEmulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { emulated, flag, optionalText, text, whole } from '../parameters.ts';
import type { RichText } from './rules.ts';

const models = new WeakMap<EmulatedRichText, RichText>();
const styles = new WeakMap<EmulatedTextStyle, Record<string, unknown>>();

/** The plain data behind a rich text value. */
export function richTextOf(value: EmulatedRichText): RichText {
  return models.get(value) ?? { text: '', link: null, runs: [] };
}

export class EmulatedRichText extends LocalEmulated {
  readonly [NAME] = 'RichTextValue';

  constructor(model: RichText) {
    super();
    models.set(this, model);
  }

  getText(): string {
    return richTextOf(this).text;
  }

  getLinkUrl(): string | null {
    return richTextOf(this).link;
  }
}

export class RichTextBuilder extends LocalEmulated {
  readonly [NAME] = 'RichTextValueBuilder';
  #text = '';
  #link: string | null = null;
  #runs: RichText['runs'] = [];

  setText(value: unknown): this {
    this.#text = text(value, 'text');
    this.#runs = [];
    return this;
  }

  /** `setLinkUrl(url)` for all of the text, `setLinkUrl(start, end, url)` for a part. */
  setLinkUrl(...values: unknown[]): this {
    if (values.length === 1) {
      this.#link = optionalText(values[0], 'url') ?? null;
      return this;
    }
    const [start, end] = this.#part(values[0], values[1]);
    this.#runs = [...this.#runs, { start, end, link: text(values[2], 'url'), style: null }];
    return this;
  }

  /** `setTextStyle(style)` for all of the text, `setTextStyle(start, end, style)` for a part. */
  setTextStyle(...values: unknown[]): this {
    const [start, end] = values.length === 1 ? [0, this.#text.length] : this.#part(values[0], values[1]);
    const style = styles.get(emulated(values.at(-1), EmulatedTextStyle, 'style')) ?? {};
    this.#runs = [...this.#runs, { start, end, link: null, style }];
    return this;
  }

  build(): EmulatedRichText {
    return new EmulatedRichText({ text: this.#text, link: this.#link, runs: this.#runs });
  }

  #part(start: unknown, end: unknown): [number, number] {
    const part: [number, number] = [whole(start, 'start'), whole(end, 'end')];
    if (part[0] < 0 || part[1] < part[0] || part[1] > this.#text.length) {
      throw new GoogleError(
        `The part ${part[0]}–${part[1]} lies outside a text of ${this.#text.length} characters.`,
      );
    }
    return part;
  }
}

export class EmulatedTextStyle extends LocalEmulated {
  readonly [NAME] = 'TextStyle';

  constructor(style: Record<string, unknown>) {
    super();
    styles.set(this, style);
  }
}

export class TextStyleBuilder extends LocalEmulated {
  readonly [NAME] = 'TextStyleBuilder';
  readonly #style: Record<string, unknown> = {};

  setBold(value: unknown): this {
    this.#style['bold'] = flag(value, 'bold');
    return this;
  }

  setItalic(value: unknown): this {
    this.#style['italic'] = flag(value, 'italic');
    return this;
  }

  setUnderline(value: unknown): this {
    this.#style['underline'] = flag(value, 'underline');
    return this;
  }

  setForegroundColor(value: unknown): this {
    this.#style['foregroundColor'] = text(value, 'color');
    return this;
  }

  setFontSize(value: unknown): this {
    this.#style['fontSize'] = whole(value, 'size');
    return this;
  }

  build(): EmulatedTextStyle {
    return new EmulatedTextStyle({ ...this.#style });
  }
}
