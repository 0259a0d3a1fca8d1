// Blobs: bytes with a type and a name.
import { LocalEmulated, NAME } from './emulated.ts';
import { optionalText } from './parameters.ts';

export class EmulatedBlob extends LocalEmulated {
  readonly [NAME] = 'Blob';
  readonly #bytes: Uint8Array;
  #type: string | null;
  #name: string | null;

  constructor(bytes: Uint8Array, type: string | null, name: string | null) {
    super();
    this.#bytes = bytes;
    this.#type = type;
    this.#name = name;
  }

  getBytes(): Uint8Array {
    return this.#bytes;
  }

  getDataAsString(charset?: unknown): string {
    return new TextDecoder(optionalText(charset, 'charset') ?? 'utf-8').decode(this.#bytes);
  }

  getContentType(): string | null {
    return this.#type;
  }

  setContentType(type: unknown): this {
    this.#type = optionalText(type, 'contentType') ?? null;
    return this;
  }

  getName(): string | null {
    return this.#name;
  }

  setName(name: unknown): this {
    this.#name = optionalText(name, 'name') ?? null;
    return this;
  }
}
