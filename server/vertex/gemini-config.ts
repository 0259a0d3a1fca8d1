// Which generative model is asked, where, and how, from the environment.
import { readFileSync } from 'node:fs';
import { IMAGES_MAX } from '../../src/core/limits.ts';
import type { Reader } from '../environment.ts';
import { KNOWN_MODELS } from './known-models.ts';
import {
  type GenerativeModel,
  type ModelCatalogue,
  parseCatalogue,
  type ThinkingLevel,
  unknownModel,
} from './model-catalogue.ts';
import { readAddress, type VertexAddress } from './vertex-config.ts';

/** The outside of a Gemini backend. */
export interface GeminiConfig extends VertexAddress {
  /** `projects/P/locations/L/publishers/google/models/M`. */
  readonly modelName: string;
  readonly model: GenerativeModel;
  readonly catalogue: ModelCatalogue;
  readonly thinking: ThinkingLevel;
  /** Times that each ticket is asked about; the label that most answers name is taken. */
  readonly votes: number;
  /** Pictures of a ticket that are shown to the model; 0 for none. */
  readonly imagesMax: number;
  /** Longest wait for one call, in milliseconds. */
  readonly timeoutMs: number;
  /** Resource name of a Model Armor template that reads prompts and answers; empty for none. */
  readonly armor: string;
}

/** Small models answer in one second and, when the service is busy, in five. */
const GEMINI_TIMEOUT_MS = 8_000;
const VOTES_MAX = 9;
const PROJECT = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;
const LEVELS = ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'] as const;
const UNKNOWN_MODEL: GenerativeModel = {
  ...{ id: 'unknown', keptUntil: null, thinking: ['LOW'], givesLogprobs: false, seesImages: false },
  prices: [],
};

/** Reads USHER_GEMINI_MODEL and what stands beside it. */
export function readGemini(reader: Reader): GeminiConfig {
  const catalogue = readCatalogue(reader);
  const id = reader.text('USHER_GEMINI_MODEL', '');
  const model = catalogue.models.find((one) => one.id === id);
  if (model === undefined) reader.faults.push(unknownModel(catalogue, id));
  const project = reader.text('USHER_GEMINI_PROJECT', reader.text('GOOGLE_CLOUD_PROJECT', ''));
  if (!PROJECT.test(project)) {
    reader.faults.push(
      `USHER_GEMINI_PROJECT is "${project}". Set the id of the Google Cloud project that pays.`,
    );
  }
  const location = reader.text('USHER_GEMINI_LOCATION', 'global');
  if (!/^[a-z]+(-[a-z]+\d+)?$/.test(location)) {
    reader.faults.push(
      `USHER_GEMINI_LOCATION is "${location}". Set global, eu, us, or a region such as europe-west4.`,
    );
  }
  return {
    ...readAddress(reader, 'USHER_GEMINI_ADDRESS', location),
    project,
    modelName: `projects/${project}/locations/${location}/publishers/google/models/${id}`,
    model: model ?? UNKNOWN_MODEL,
    catalogue,
    thinking: readThinking(reader, model ?? UNKNOWN_MODEL),
    imagesMax: readImagesMax(reader, model ?? UNKNOWN_MODEL),
    votes: reader.whole('USHER_GEMINI_VOTES', 1, 1, VOTES_MAX),
    timeoutMs: reader.whole('USHER_GEMINI_TIMEOUT_MS', GEMINI_TIMEOUT_MS, 1, 60_000),
    armor: reader.text('USHER_GEMINI_ARMOR', ''),
  };
}

function readImagesMax(reader: Reader, { id, seesImages }: GenerativeModel): number {
  const most = reader.whole('USHER_GEMINI_IMAGES', 0, 0, IMAGES_MAX);
  if (most > 0 && !seesImages) {
    reader.faults.push(`USHER_GEMINI_IMAGES is ${most}; ${id} sees no pictures. Set 0, or another model.`);
  }
  return most;
}

function readThinking(reader: Reader, { id, thinking }: GenerativeModel): ThinkingLevel {
  const least = thinking[0] ?? 'LOW';
  const level = reader.choice('USHER_GEMINI_THINKING', LEVELS, least);
  if (!thinking.includes(level)) {
    reader.faults.push(`USHER_GEMINI_THINKING is ${level}; ${id} takes ${thinking.join(', ')}.`);
  }
  return level;
}

/** The catalogue in force: the release's own, or the one that the deployment names. */
export function readCatalogue(reader: Reader): ModelCatalogue {
  const path = reader.text('USHER_GEMINI_CATALOGUE', '');
  if (path === '') return KNOWN_MODELS;
  const found = parseCatalogue(textOf(path));
  if (typeof found !== 'string') return found;
  reader.faults.push(
    `USHER_GEMINI_CATALOGUE is ${path}: ${found}. Give a JSON file in the form that docs/vertex.md shows.`,
  );
  return KNOWN_MODELS;
}

/** Empty where the file cannot be read, which is then no JSON. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
