// The form of a question to a generative model, and what its answer is worth: a label of the closed set with a passage that stands
// in the ticket, or the reason why it counts for nothing. The same for live questions and for batches.
import type { TicketImage } from '../../src/core/contract.ts';
import type { ThinkingLevel } from './model-catalogue.ts';
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

/** Room for thinking and the answer: with less, an answer may end before it begins. */
const OUTPUT_TOKENS_MAX = { MINIMAL: 384, LOW: 1_024, MEDIUM: 3_072, HIGH: 8_192 } as const;
/** The answer's form counts as input, at no more tokens than it has characters; so do the fence and the roles. */
const FORM_TOKENS = 400;
/** Of Gemini 3 at its usual resolution, whatever the picture's size (ai.google.dev/gemini-api/docs/media-resolution). */
const IMAGE_TOKENS = 1_120;
/** Tickets may be angry or quote abuse, and must be sorted all the same. */
const SAFETY = [
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
].map((category) => ({ category, threshold: 'OFF' }));

/** Tokens that one question can take at most. */
export function tokensMax(
  { instruction, answers }: Prompt,
  { text, images }: ShownTicket,
  thinking: ThinkingLevel,
): TokenCount {
  return {
    // A token is one byte at least.
    input:
      Buffer.byteLength(instruction) +
      Buffer.byteLength(plainTicket(text)) +
      images.length * IMAGE_TOKENS +
      answers.reduce((sum, { length }) => sum + length, FORM_TOKENS),
    output: OUTPUT_TOKENS_MAX[thinking],
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

/** How a question is put, apart from the ticket: what the model may take, and who reads along. */
export interface Asking {
  readonly thinking: ThinkingLevel;
  readonly wantsLogprobs: boolean;
  /** Resource name of a Model Armor template; empty for none. */
  readonly armor: string;
}

/** The request apart from the model's name, in the fields of GenerateContentRequest; `mark` is one that nobody can guess. */
export function questionFor(
  { thinking, wantsLogprobs, armor }: Asking,
  { instruction, answers }: Prompt,
  ticket: ShownTicket,
  mark: string,
): object {
  return {
    systemInstruction: { parts: [{ text: instruction }] },
    contents: [{ role: 'user', parts: partsOf(ticket, mark) }],
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

/** What a response is worth; `ticket` is the text as it was shown. */
export function readReply(reply: unknown, prompt: Prompt, ticket: string): Generated {
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
