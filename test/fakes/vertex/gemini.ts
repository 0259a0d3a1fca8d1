// A generative model as the service behaves towards its caller: it reads the request as the protos describe it, refuses
// what a model does not take, bills tokens, and answers within the closed set of the schema. What it thinks is the test's.
import { status } from '@grpc/grpc-js';
import type { Message } from './definitions.ts';

/** What the model sees: the instruction, the user's text, and the answers that the schema allows. */
export interface Question {
  readonly instruction: string;
  readonly user: string;
  readonly answers: readonly string[];
}

/** What the model does with a question. */
export type Reply =
  | { readonly label: string; readonly quote?: string }
  /** The text of an answer as it is, whatever the schema says. */
  | { readonly text: string }
  | { readonly finishReason: string }
  | { readonly blockReason: string };

export type Think = (question: Question) => Reply;

export interface Refusal {
  readonly code: number;
  readonly details: string;
}

/** Models that are there, with the thinking levels that they take. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  'gemini-3.1-flash-lite': ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'],
  'gemini-3.5-flash-lite': ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'],
  'gemini-3.8-flash': ['LOW', 'MEDIUM', 'HIGH'],
};
const LOCATIONS = ['global', 'eu', 'us', 'europe-west4', 'us-central1'];
const NAME = /^projects\/([^/]+)\/locations\/([^/]+)\/publishers\/google\/models\/([^/]+)$/;
const CHARACTERS_A_TOKEN = 4;
/** Google's page on media resolution: a picture at the usual one, whatever its size. */
const TOKENS_A_PICTURE = 1_120;
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'];

/** The refusal that a request meets, or undefined. */
export function refusalOf(request: Message): Refusal | undefined {
  const [, , location = '', model = ''] = NAME.exec(String(request['model'])) ?? [];
  const refuse = (code: number, details: string) => ({ code, details });
  const levels = MODELS[model];
  if (levels === undefined || !LOCATIONS.includes(location)) {
    return refuse(
      status.NOT_FOUND,
      `Publisher Model ${request['model']} was not found or your project does not have access to it.`,
    );
  }
  const config: Message = request['generationConfig'] ?? {};
  if (config['responseLogprobs'] === true) {
    return refuse(status.INVALID_ARGUMENT, 'Logprobs is not supported for this model.');
  }
  const level = config['thinkingConfig']?.thinkingLevel;
  if (level !== undefined && !levels.includes(level)) {
    return refuse(status.INVALID_ARGUMENT, `Thinking level ${level} is not supported for this model.`);
  }
  if (!(config['maxOutputTokens'] > 0))
    return refuse(status.INVALID_ARGUMENT, 'max_output_tokens must be set.');
  if (config['responseSchema'] !== undefined && config['responseMimeType'] !== 'application/json') {
    return refuse(status.INVALID_ARGUMENT, 'response_schema needs response_mime_type application/json.');
  }
  const contents: Message[] = request['contents'] ?? [];
  if (contents.length === 0 || contents.some((one) => (one['parts'] ?? []).length === 0)) {
    return refuse(status.INVALID_ARGUMENT, 'Unable to submit request because it must have a text parameter.');
  }
  for (const { mimeType, data } of picturesOf(contents)) {
    if (PICTURES.includes(mimeType) && data.length > 0) continue;
    return refuse(status.INVALID_ARGUMENT, 'Unable to process input image..');
  }
  return undefined;
}

/** The pictures in all parts; what the wire leaves out comes as null. */
function picturesOf(contents: readonly Message[]): Message[] {
  return contents.flatMap((one) =>
    (one['parts'] ?? []).flatMap((part: Message) => (part['inlineData'] ? [part['inlineData']] : [])),
  );
}

/** The response, with the tokens that were billed. */
export function generate(request: Message, think: Think): Message {
  const textOf = (content: Message | undefined): string =>
    (content?.['parts'] ?? []).map((part: Message) => part['text'] ?? '').join('');
  const schema: Message = request['generationConfig']?.responseSchema ?? {};
  const question = {
    instruction: textOf(request['systemInstruction']),
    user: (request['contents'] ?? []).map(textOf).join('\n'),
    answers: schema['properties']?.label?.enum ?? [],
  };
  const reply = think(question);
  const characters = question.instruction.length + question.user.length;
  const pictures = picturesOf(request['contents'] ?? []).length;
  const input = Math.ceil(characters / CHARACTERS_A_TOKEN) + pictures * TOKENS_A_PICTURE;
  const usage = (output: number, thoughts = 0) => ({
    ...{ promptTokenCount: input, candidatesTokenCount: output, thoughtsTokenCount: thoughts },
    totalTokenCount: input + output + thoughts,
  });
  if ('blockReason' in reply) {
    return { promptFeedback: { blockReason: reply.blockReason }, usageMetadata: usage(0) };
  }
  if ('finishReason' in reply) {
    const spent = reply.finishReason === 'MAX_TOKENS' ? request['generationConfig'].maxOutputTokens : 0;
    const candidate = { finishReason: reply.finishReason, content: { role: 'model', parts: [] } };
    return { candidates: [candidate], usageMetadata: usage(0, spent) };
  }
  const text =
    'text' in reply
      ? reply.text
      : JSON.stringify({ label: within(reply.label, question.answers), quote: reply.quote ?? '' });
  return {
    candidates: [{ finishReason: 'STOP', content: { role: 'model', parts: [{ text }] } }],
    modelVersion: NAME.exec(String(request['model']))?.[3] ?? '',
    usageMetadata: usage(Math.ceil(text.length / CHARACTERS_A_TOKEN)),
  };
}

/** Constrained decoding: the model cannot write another value than one of the enum. */
function within(label: string, answers: readonly string[]): string {
  return answers.includes(label) ? label : (answers.at(-1) ?? label);
}

/** The text between the two equal first and last lines. */
export function betweenFences(user: string): string {
  return user.split('\n').slice(1, -1).join('\n');
}
