// Prices, abilities and end dates of generative models, as configuration: read from a file, and checked for what is stale.
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

export type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';

/** US dollars for a million tokens, from a day on. */
export interface ModelPrice {
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly inputUsd: number;
  /** Thinking counts as output. */
  readonly outputUsd: number;
}

/** One generative model. */
export interface GenerativeModel {
  readonly id: string;
  /** `YYYY-MM-DD` until which it is promised; null where no end is announced. */
  readonly keptUntil: string | null;
  /** Levels that it takes, least first. */
  readonly thinking: readonly ThinkingLevel[];
  /** Log-probabilities of its tokens can be asked for. */
  readonly givesLogprobs: boolean;
  readonly seesImages: boolean;
  /** By rising date. */
  readonly prices: readonly ModelPrice[];
}

/** What is known of models, and since when. */
export interface ModelCatalogue {
  /** `YYYY-MM-DD` on which somebody last compared it with Google's pages. */
  readonly checkedOn: string;
  readonly models: readonly GenerativeModel[];
}

/** Days after which a list of prices is doubtful: Google changed one every two months in 2026. */
const CHECKED_DAYS_MAX = 60;
/** Days of warning before a model's end or a new price. */
const WARNING_DAYS = 45;
const DAY_MS = 86_400_000;

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Level = Type.Union((['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] as const).map((level) => Type.Literal(level)));
const CatalogueSchema = Type.Object({
  checkedOn: Day,
  models: Type.Array(
    Type.Object({
      id: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]*$' }),
      keptUntil: Type.Union([Day, Type.Null()]),
      thinking: Type.Array(Level, { minItems: 1 }),
      givesLogprobs: Type.Boolean(),
      seesImages: Type.Boolean(),
      prices: Type.Array(
        Type.Object({
          from: Day,
          inputUsd: Type.Number({ minimum: 0 }),
          outputUsd: Type.Number({ minimum: 0 }),
        }),
        { minItems: 1 },
      ),
    }),
  ),
});

/** Reads a catalogue; a sentence that says what is wrong where it is none. */
export function parseCatalogue(text: string): ModelCatalogue | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const check = Compile(CatalogueSchema);
  if (check.Check(value)) return value;
  const [fault] = check.Errors(value);
  return `${fault?.instancePath || 'the whole'} ${fault?.message ?? 'is not as it should be'}`;
}

/** The price in force on a day; the first known one before any began. */
export function priceOf({ prices }: GenerativeModel, now: number): ModelPrice | undefined {
  return prices.findLast(({ from }) => Date.parse(from) <= now) ?? prices[0];
}

/** Everything about the model that is stale, or will be soon: one sentence each, with what to look at. */
export function staleParts(catalogue: ModelCatalogue, id: string, now: number): string[] {
  const stale: string[] = [];
  const days = Math.floor((now - Date.parse(catalogue.checkedOn)) / DAY_MS);
  if (days > CHECKED_DAYS_MAX) {
    stale.push(
      `Prices and models were last checked on ${catalogue.checkedOn}, ${days} days ago. Compare them with Google's price list and set USHER_GEMINI_CATALOGUE.`,
    );
  }
  const model = catalogue.models.find((one) => one.id === id);
  if (model === undefined) return [...stale, unknownModel(catalogue, id)];
  const { keptUntil, prices } = model;
  if (keptUntil !== null && Date.parse(keptUntil) - now < WARNING_DAYS * DAY_MS) {
    const isOver = Date.parse(keptUntil) < now;
    stale.push(
      `${id} is promised until ${keptUntil}${isOver ? ', which is past' : ''}. Try another model with usher evaluate --backend gemini, then set USHER_GEMINI_MODEL.`,
    );
  }
  const next = prices.find(({ from }) => Date.parse(from) > now);
  if (next !== undefined && Date.parse(next.from) - now < WARNING_DAYS * DAY_MS) {
    stale.push(
      `${id} costs ${next.inputUsd} and ${next.outputUsd} dollars for a million tokens in and out from ${next.from} on. Check the budgets.`,
    );
  }
  return stale;
}

/** Says that a model is not in the catalogue, and which are. */
export function unknownModel({ models }: ModelCatalogue, id: string): string {
  return `Nothing is known of the model "${id}", not even its price. Set USHER_GEMINI_MODEL to one of ${models.map((one) => one.id).join(', ')}, or describe it in USHER_GEMINI_CATALOGUE.`;
}
