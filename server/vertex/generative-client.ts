// Asks a generative model on Vertex AI (GenerateContent). Its answer is never more than data: no tool is offered, nothing in it
// is carried out.
import type { GeminiConfig } from './gemini-config.ts';
import { createPredictionClient, type PredictionClient, VertexCallError } from './prediction-client.ts';
import { type Prompt, plainTicket } from './prompt.ts';
import {
  type Generated,
  questionFor,
  readReply,
  type ShownTicket,
  type TokenCount,
  tokensMax,
} from './question.ts';

/** Asks one model. */
export interface GenerativeClient extends Pick<PredictionClient, 'prepare' | 'close'> {
  /** Throws VertexCallError. */
  ask(prompt: Prompt, ticket: ShownTicket, timeoutMs: number, signal: AbortSignal): Promise<Generated>;
  /** Tokens that one question can take at most. */
  tokensMax(prompt: Prompt, ticket: ShownTicket): TokenCount;
}

const INVALID_ARGUMENT = 3;

/** A client of the configured model; `createMark` answers a mark that nobody can guess. */
export function createGenerativeClient(config: GeminiConfig, createMark: () => string): GenerativeClient {
  const { prepare, close, call } = createPredictionClient(config);
  let wantsLogprobs = config.model.givesLogprobs;

  async function generate(prompt: Prompt, ticket: ShownTicket, timeoutMs: number, signal: AbortSignal) {
    const { modelName, thinking, armor } = config;
    const asking = { thinking, armor, wantsLogprobs };
    const request = { model: modelName, ...questionFor(asking, prompt, ticket, createMark()) };
    const headers = { 'x-goog-request-params': `model=${encodeURIComponent(modelName)}` };
    return call({ name: 'generateContent', request, headers }, timeoutMs, signal);
  }

  return {
    prepare,
    close,
    tokensMax: (prompt, ticket) => tokensMax(prompt, ticket, config.thinking),
    ask: async (prompt, { text, images }, timeoutMs, signal) => {
      const ticket = { text: plainTicket(text), images };
      try {
        return readReply(await generate(prompt, ticket, timeoutMs, signal), prompt, ticket.text);
      } catch (error) {
        const isRefused = error instanceof VertexCallError && error.code === INVALID_ARGUMENT;
        if (!isRefused || !error.isAboutLogprobs || !wantsLogprobs) throw error;
        // The catalogue is wrong about this model: it is asked without from now on.
        wantsLogprobs = false;
        return readReply(await generate(prompt, ticket, timeoutMs, signal), prompt, ticket.text);
      }
    },
  };
}
