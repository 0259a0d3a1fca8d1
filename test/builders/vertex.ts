// Tickets, labels and models for tests of the backends on Vertex AI.
import type { GeminiConfig } from '../../server/vertex/gemini-config.ts';
import { KNOWN_MODELS } from '../../server/vertex/known-models.ts';
import type { GenerativeModel } from '../../server/vertex/model-catalogue.ts';
import type { VertexAddress } from '../../server/vertex/vertex-config.ts';
import { betweenFences, type Think } from '../fakes/vertex/gemini.ts';

const WORDS: Readonly<Record<string, RegExp>> = {
  network: /wireless|router|network|cable/i,
  billing: /invoice|payment|refund/i,
  printing: /printer|toner|paper/i,
};

/** Nine tenths for the theme whose words stand in the text, the rest for the others. */
export function byWords(text: string): Record<string, number> {
  const share = (pattern: RegExp) => (pattern.test(text) ? 0.9 : 0.05);
  return Object.fromEntries(Object.entries(WORDS).map(([label, pattern]) => [label, share(pattern)]));
}

/** A generative model that knows the same words, and quotes the one that it has found. */
export const thinkByWords: Think = ({ user, answers }) => {
  const ticket = betweenFences(user);
  const found = answers.find((label) => WORDS[label]?.test(ticket));
  const quote = WORDS[found ?? '']?.exec(ticket)?.[0] ?? '';
  return { label: found ?? 'NONE_OF_THESE', quote };
};

/** Where a fake listens, as the clients take it. */
export function addressOf(address: string): VertexAddress {
  const [host = '', port = ''] = address.split(':');
  return { host, port: Number(port), project: 'test-project', isPlaintext: true };
}

/** A model of the catalogue. */
export function aModel(changes: Partial<GenerativeModel> = {}): GenerativeModel {
  const found = KNOWN_MODELS.models.find(({ id }) => id === 'gemini-3.5-flash-lite');
  if (found === undefined) throw new Error('The catalogue has no gemini-3.5-flash-lite.');
  return { ...found, ...changes };
}

/** A configuration for a fake at an address. */
export function aGeminiConfig(address: string, changes: Partial<GeminiConfig> = {}): GeminiConfig {
  const model = changes.model ?? aModel();
  return {
    ...addressOf(address),
    modelName: `projects/test-project/locations/global/publishers/google/models/${model.id}`,
    catalogue: KNOWN_MODELS,
    thinking: 'MINIMAL',
    votes: 1,
    imagesMax: 0,
    timeoutMs: 5_000,
    armor: '',
    ...changes,
    model,
  };
}

/** Environment of a proxy whose generative model is the fake at an address. */
export function geminiEnvironment(address: string): Record<string, string> {
  return {
    USHER_GEMINI_MODEL: 'gemini-3.5-flash-lite',
    USHER_GEMINI_PROJECT: 'test-project',
    USHER_GEMINI_ADDRESS: address,
    USHER_VERTEX_PLAINTEXT: '1',
  };
}
