// CardService: records the cards and answers that a script builds, as JSON.
import { LocalEmulated, MEMBER, NAME } from '../emulated.ts';
import { Enumeration } from '../enumeration.ts';
import { type CardGround, CardPart, type Data, dataOf, type PartSpec } from './builder.ts';
import { ENUMERATIONS } from './enumerations.ts';
import { PARTS } from './parts.ts';
import { RESPONSE_BUILDERS, RESPONSE_PARTS } from './responses.ts';

/** Parts that `build` finishes, and the kind of what comes out. */
const BUILT: Readonly<Record<string, string>> = {
  CardBuilder: 'Card',
  ...Object.fromEntries(Object.keys(RESPONSE_BUILDERS).map((name) => [name, name.replace(/Builder$/, '')])),
};
const ALL: Readonly<Record<string, PartSpec>> = { ...PARTS, ...RESPONSE_PARTS, ...RESPONSE_BUILDERS };

const PRINTABLE: PartSpec = { calls: { printJson: (data) => JSON.stringify(data) } };

export class EmulatedCardService extends LocalEmulated {
  readonly [NAME] = 'CardService';
  readonly #ground: CardGround;
  readonly #enumerations = new Map<string, Enumeration>();

  constructor(ground: CardGround) {
    super();
    this.#ground = ground;
    for (const [name, values] of Object.entries(ENUMERATIONS)) {
      this.#enumerations.set(name, new Enumeration(`CardService.${name}`, values));
    }
  }

  /** `newTextParagraph` and the like, and the enumerations. */
  override [MEMBER](name: string): unknown {
    const enumeration = this.#enumerations.get(name);
    if (enumeration !== undefined) return enumeration;
    const kind = name.startsWith('new') ? name.slice('new'.length) : '';
    const spec = ALL[kind];
    return spec === undefined ? undefined : () => this.#part(kind, spec);
  }

  #part(kind: string, spec: PartSpec): CardPart {
    const built = BUILT[kind];
    if (built === undefined) return new CardPart(kind, spec, this.#ground);
    const data: Data = {};
    const build = () => new CardPart(built, PRINTABLE, this.#ground, dataOf(part, [kind]));
    const part: CardPart = new CardPart(
      kind,
      { ...spec, calls: { ...spec.calls, build } },
      this.#ground,
      data,
    );
    return part;
  }
}
