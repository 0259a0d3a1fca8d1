// The small variant of the desk's model in the person's cache, for the hours in which the proxy is away. Google keeps it for six hours
// at most, so it is fetched again while the proxy is there.
import { bytesFromBase64 } from '../../core/base64.ts';
import { explainPrediction } from '../../core/classifier/explain.ts';
import { decodeModel, ModelFileError } from '../../core/classifier/model-file.ts';
import { createPredictor, topLabels } from '../../core/classifier/predict.ts';
import { ticketText } from '../../core/ticket.ts';
import { answerOf, parseAddonModel, parseDesk } from '../proxy.ts';
import { isRecord } from '../settings.ts';
import type { MailWorld } from './mail-ports.ts';
import { queueNames, rememberNames } from './queue-names.ts';

const KEY = 'usher.model';
const SECONDS = 21_600;
/** Google takes 100 KB a value; a model has at most 400,000 characters. */
const PART_CHARACTERS = 95_000;
const WORDS_MAX = 5;
const RUNNER_UPS = 3;

type Cached = Pick<MailWorld, 'cache'>;

interface Kept {
  readonly desk: string;
  readonly model: string;
  readonly parts: number;
}

export interface SmallPrediction {
  readonly queue: string;
  readonly confidence: number;
  readonly runnerUps: readonly { readonly queue: string; readonly confidence: number }[];
  readonly words: readonly string[];
}

/** Makes sure that the cache has this model of the desk, and that its queues' names are known. A refusal is no failure: the model is only a reserve. */
export function keepModel(
  world: Cached & Pick<MailWorld, 'http' | 'log' | 'settings'>,
  desk: string,
  model: string,
): void {
  const kept = readKept(world);
  if (kept?.desk === desk && kept.model === model) return;
  // An answer names only the queues that it speaks of.
  const [result, described] = world.http.send([
    { method: 'GET', path: `/v1/desks/${desk}/models/${model}/addon` },
    { method: 'GET', path: `/v1/desks/${desk}` },
  ]);
  if (described?.kind === 'answered' && described.status === 200)
    rememberNames(world, queueNames(answerOf(described, parseDesk)));
  if (result?.kind !== 'answered' || result.status !== 200) return;
  const { bytes } = answerOf(result, parseAddonModel);
  const parts: Record<string, string> = {};
  for (let at = 0; at < bytes.length; at += PART_CHARACTERS)
    parts[partKey(at / PART_CHARACTERS)] = bytes.slice(at, at + PART_CHARACTERS);
  const now = JSON.stringify({ desk, model, parts: Object.keys(parts).length });
  world.cache.writeAll({ ...parts, [KEY]: now }, SECONDS);
}

/** What the small model says; null where none is kept, it is damaged, or it knows no word of the text. */
export function predictHere(
  world: Cached,
  desk: string,
  ticket: { readonly subject: string; readonly body: string },
): SmallPrediction | null {
  const kept = readKept(world);
  if (kept?.desk !== desk) return null;
  const keys = Array.from({ length: kept.parts }, (_, part) => partKey(part));
  const parts = world.cache.readAll(keys);
  const bytes = keys.some((key) => parts[key] === undefined)
    ? null
    : bytesFromBase64(keys.map((key) => parts[key]).join(''));
  return bytes === null ? null : predict(bytes, ticketText(ticket));
}

function predict(bytes: Uint8Array<ArrayBuffer>, text: string): SmallPrediction | null {
  try {
    const model = decodeModel(bytes);
    const predictor = createPredictor(model);
    const { label, runnerUp, confidence, knownGrams, probabilities } = predictor.predict(text);
    if (knownGrams === 0) return null;
    const queueOf = (index: number): string => model.labels[index] ?? '';
    const runnerUps = topLabels(probabilities, RUNNER_UPS + 1)
      .filter((other) => other.label !== label)
      .map((other) => ({ queue: queueOf(other.label), confidence: other.confidence }));
    const { contributions } = explainPrediction(predictor, text, label, runnerUp, 4 * WORDS_MAX);
    const words = contributions.filter(({ value }) => value > 0).map((contribution) => contribution.text);
    return { queue: queueOf(label), confidence, runnerUps, words: [...new Set(words)].slice(0, WORDS_MAX) };
  } catch (error) {
    if (error instanceof ModelFileError) return null;
    throw error;
  }
}

function readKept({ cache }: Cached): Kept | null {
  const text = cache.read(KEY);
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const { desk, model, parts } = value;
  if (typeof desk !== 'string' || typeof model !== 'string' || typeof parts !== 'number') return null;
  return { desk, model, parts };
}

function partKey(part: number): string {
  return `${KEY}.${part}`;
}
