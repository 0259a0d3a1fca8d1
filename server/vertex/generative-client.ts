// One question to a generative model on Vertex AI (GenerateContent), and what its answer is worth: a label of the closed set
// with a passage that stands in the ticket, or the reason why it counts for nothing. The model's answer is never more than
// data: no tool is offered, nothing in it is carried out.
import type { TicketImage } from '../../src/core/contract.ts';
import type { GeminiConfig } from './gemini-config.ts';
import { createPredictionClient, type PredictionClient, VertexCallError } from './prediction-client.ts';
import { fencedTicket, isQuoteOf, NO_LABEL, type Prompt, plainTicket } from './prompt.ts';

/** Tokens that one question took. */
export interface TokenCount {
  readonly input: number;
  /** With the model's thinking, which is billed alike. */
  readonly output: number;
}

/** Why an answer counts as none. */
export type Void = 'no-label' | 'outside' | 'truncated' | 'blocked' | 'unreadable' | 'misquoted';

/** An answer. */
export type Verdict =
  | {
      readonly kind: 'label';
      readonly label: string;
      readonly quote: string;
      /** Probability of the label's tokens, 0–1, where the model tells it. */
      readonly probability?: number;
    }
  | { readonly kind: 'void'; readonly why: Void };

/** An answer and what it took. */
export interface Generated {
  readonly verdict: Verdict;
  readonly tokens: TokenCount;
}

/** What is shown of a ticket. */
export interface ShownTicket {
  readonly text: string;
  readonly images: readonly TicketImage[];
}

/** Asks one model. */
export interface GenerativeClient extends Pick<PredictionClient, 'prepare' | 'close'> {
  /** Throws VertexCallError. */
  ask(prompt: Prompt, ticket: ShownTicket, timeoutMs: number, signal: AbortSignal): Promise<Generated>;
  /** Tokens that one question can take at most. */
  tokensMax(prompt: Prompt, ticket: ShownTicket): TokenCount;
}

/** Room for thinking and the answer: with less, an answer may end before it begins. */
const OUTPUT_TOKENS_MAX = { MINIMAL: 384, LOW: 1_024, MEDIUM: 3_072, HIGH: 8_192 } as const;
/** The answer's form counts as input, at no more tokens than it has characters; so do the fence and the roles. */
const FORM_TOKENS = 400;
/** Of Gemini 3 at its usual resolution, whatever the picture's size (ai.google.dev/gemini-api/docs/media-resolution). */
const IMAGE_TOKENS = 1_120;
const INVALID_ARGUMENT = 3;
/** Tickets may be angry or quote abuse, and must be sorted all the same. */
const SAFETY = [
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
].map((category) => ({ category, threshold: 'OFF' }));

/** A client of the configured model; `createMark` answers a mark that nobody can guess. */
export function createGenerativeClient(config: GeminiConfig, createMark: () => string): GenerativeClient {
  const { prepare, close, call } = createPredictionClient(config);
  let wantsLogprobs = config.model.givesLogprobs;

  async function generate(prompt: Prompt, ticket: ShownTicket, timeoutMs: number, signal: AbortSignal) {
    const request = requestFor(config, prompt, partsOf(ticket, createMark()), wantsLogprobs);
    const headers = { 'x-goog-request-params': `model=${encodeURIComponent(config.modelName)}` };
    return call({ name: 'generateContent', request, headers }, timeoutMs, signal);
  }

  return {
    prepare,
    close,
    tokensMax: ({ instruction, answers }, { text, images }) => ({
      // A token is one byte at least.
      input:
        Buffer.byteLength(instruction) +
        Buffer.byteLength(plainTicket(text)) +
        images.length * IMAGE_TOKENS +
        answers.reduce((sum, { length }) => sum + length, FORM_TOKENS),
      output: OUTPUT_TOKENS_MAX[config.thinking],
    }),
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

/** Pictures stand inside the fence: they come from the same stranger. */
function partsOf({ text, images }: ShownTicket, mark: string): object[] {
  const { before, after } = fencedTicket(text, mark);
  if (images.length === 0) return [{ text: before + after }];
  const shown = images.map(({ mimeType, data }) => ({
    inlineData: { mimeType, data: Buffer.from(data, 'base64') },
  }));
  return [{ text: before }, ...shown, { text: after }];
}

function requestFor(
  { modelName, thinking, armor }: GeminiConfig,
  { instruction, answers }: Prompt,
  parts: readonly object[],
  wantsLogprobs: boolean,
): object {
  return {
    model: modelName,
    systemInstruction: { parts: [{ text: instruction }] },
    contents: [{ role: 'user', parts }],
    generationConfig: {
      candidateCount: 1,
      maxOutputTokens: OUTPUT_TOKENS_MAX[thinking],
      thinkingConfig: { thinkingLevel: thinking },
      responseMimeType: 'application/json',
      responseSchema: {
        type: 'OBJECT',
        properties: { label: { type: 'STRING', enum: answers }, quote: { type: 'STRING' } },
        required: ['label', 'quote'],
        propertyOrdering: ['label', 'quote'],
      },
      ...(wantsLogprobs ? { responseLogprobs: true, logprobs: 1 } : {}),
    },
    safetySettings: SAFETY,
    ...(armor === '' ? {} : { modelArmorConfig: { promptTemplateName: armor, responseTemplateName: armor } }),
  };
}

interface Part {
  readonly text?: unknown;
  readonly thought?: unknown;
}

interface Token {
  readonly token?: unknown;
  readonly logProbability?: unknown;
}

/** The parts of the response that are read; the door where the package's loose types end. */
interface Reply {
  readonly candidates?: readonly {
    readonly finishReason?: unknown;
    readonly content?: { readonly parts?: readonly Part[] } | null;
    readonly logprobsResult?: { readonly chosenCandidates?: readonly Token[] } | null;
  }[];
  readonly promptFeedback?: { readonly blockReason?: unknown } | null;
  readonly usageMetadata?: {
    readonly promptTokenCount?: unknown;
    readonly candidatesTokenCount?: unknown;
    readonly thoughtsTokenCount?: unknown;
  } | null;
}

function readReply(reply: unknown, prompt: Prompt, ticket: string): Generated {
  const { candidates, promptFeedback, usageMetadata } = (reply ?? {}) as Reply;
  const tokens = {
    input: countOf(usageMetadata?.promptTokenCount),
    output: countOf(usageMetadata?.candidatesTokenCount) + countOf(usageMetadata?.thoughtsTokenCount),
  };
  const isBlocked = ![undefined, null, 0, 'BLOCKED_REASON_UNSPECIFIED'].includes(
    promptFeedback?.blockReason as string,
  );
  const [candidate] = candidates ?? [];
  if (isBlocked || candidate === undefined) return { verdict: nothing('blocked'), tokens };
  const reason = candidate.finishReason;
  if (reason === 'MAX_TOKENS') return { verdict: nothing('truncated'), tokens };
  if (reason !== 'STOP') return { verdict: nothing('blocked'), tokens };
  const parts = candidate.content?.parts ?? [];
  const text = parts.map((part) => (part.thought === true ? '' : String(part.text ?? ''))).join('');
  const verdict = readVerdict(text, prompt, ticket);
  if (verdict.kind === 'void') return { verdict, tokens };
  const probability = probabilityOf(verdict.label, candidate.logprobsResult?.chosenCandidates ?? []);
  return { verdict: { ...verdict, ...(probability === undefined ? {} : { probability }) }, tokens };
}

function readVerdict(text: string, { answers }: Prompt, ticket: string): Verdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return nothing('unreadable');
  }
  const { label, quote } = (value ?? {}) as { label?: unknown; quote?: unknown };
  if (typeof label !== 'string' || typeof quote !== 'string') return nothing('unreadable');
  if (label === NO_LABEL) return nothing('no-label');
  if (!answers.includes(label)) return nothing('outside');
  if (!isQuoteOf(quote, ticket)) return nothing('misquoted');
  return { kind: 'label', label, quote };
}

/** The product over the tokens that spell the label, where the model lists them. */
function probabilityOf(label: string, tokens: readonly Token[]): number | undefined {
  const text = tokens.map(({ token }) => String(token ?? '')).join('');
  const start = text.indexOf(`"${label}"`);
  if (start < 0) return undefined;
  const [first, last] = [start + 1, start + label.length];
  let at = 0;
  let sum = 0;
  for (const { token, logProbability } of tokens) {
    const end = at + String(token ?? '').length;
    if (end > first && at <= last && typeof logProbability === 'number') sum += logProbability;
    at = end;
  }
  return Math.min(1, Math.exp(sum));
}

function nothing(why: Void): Verdict {
  return { kind: 'void', why };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}
