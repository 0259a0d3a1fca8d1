// HtmlService: pages for dialogs and sidebars, from text or from the project's files. They are kept, not drawn.
import { LocalEmulated, NAME, PLAIN } from './emulated.ts';
import { Enumeration } from './enumeration.ts';
import { GoogleError } from './errors.ts';
import { optionalText, text, whole } from './parameters.ts';

interface HtmlParts {
  title: string;
  html: string;
  width: number | undefined;
  height: number | undefined;
}

const models = new WeakMap<EmulatedHtmlOutput, HtmlParts>();

/** What a page holds and how large it wants to be. */
export function htmlPartsOf(output: EmulatedHtmlOutput): Readonly<HtmlParts> {
  return models.get(output) ?? { title: '', html: '', width: undefined, height: undefined };
}

export class EmulatedHtmlOutput extends LocalEmulated {
  readonly [NAME] = 'HtmlOutput';
  readonly #parts: HtmlParts;

  constructor(html: string) {
    super();
    this.#parts = { title: '', html, width: undefined, height: undefined };
    models.set(this, this.#parts);
  }

  override [PLAIN](): unknown {
    return { ...this.#parts };
  }

  getContent(): string {
    return this.#parts.html;
  }

  setContent(html: unknown): this {
    this.#parts.html = text(html, 'content');
    return this;
  }

  append(html: unknown): this {
    this.#parts.html += text(html, 'content');
    return this;
  }

  setTitle(title: unknown): this {
    this.#parts.title = text(title, 'title');
    return this;
  }

  getTitle(): string {
    return this.#parts.title;
  }

  setWidth(width: unknown): this {
    this.#parts.width = whole(width, 'width');
    return this;
  }

  setHeight(height: unknown): this {
    this.#parts.height = whole(height, 'height');
    return this;
  }

  setSandboxMode(): this {
    return this;
  }
}

export class EmulatedHtmlService extends LocalEmulated {
  readonly [NAME] = 'HtmlService';
  readonly SandboxMode = new Enumeration('SandboxMode', ['IFRAME']);
  readonly #files: Readonly<Record<string, string>>;

  /** `files`: the project's HTML files by name, with or without `.html`. */
  constructor(files: Readonly<Record<string, string>>) {
    super();
    this.#files = files;
  }

  createHtmlOutput(html?: unknown): EmulatedHtmlOutput {
    return new EmulatedHtmlOutput(optionalText(html, 'html') ?? '');
  }

  createHtmlOutputFromFile(name: unknown): EmulatedHtmlOutput {
    const wanted = text(name, 'filename');
    const html = this.#files[wanted] ?? this.#files[`${wanted}.html`];
    if (html === undefined) throw new GoogleError(`The project has no HTML file called ${wanted}.`);
    return new EmulatedHtmlOutput(html);
  }
}
