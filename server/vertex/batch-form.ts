// How a row is written for batch prediction, and how the answer to it is read: one form for models of our own, one for Gemini.
import type { ThinkingLevel } from './model-catalogue.ts';
import { type Prompt, plainTicket } from './prompt.ts';
import { questionFor, readReply } from './question.ts';

/** What a model said of one row. */
export type BatchAnswer =
  | { readonly key: string; readonly label: string; readonly confidence: number | null }
  | {
      readonly key: string;
      readonly problem: string;
      /** The model did answer, and its answer counts for nothing. */
      readonly isVoid?: true;
    };

/** One kind of model. */
export interface BatchForm {
  /** The line for a row; `key` comes back with the answer, since answers come in any order. */
  lineOf(key: string, text: string): object;
  /** Undefined where the line names no row. */
  answerOf(line: unknown): BatchAnswer | undefined;
}

/** Models that were uploaded: the service takes the key out of what the model sees, and puts it beside the answer. */
export const OWN_FORM: BatchForm = {
  lineOf: (key, content) => ({ key, content, mimeType: 'text/plain' }),
  answerOf: (line) => {
    const { key, instance, prediction, status } = (line ?? {}) as OwnLine;
    const id = key ?? instance?.key;
    if (id === undefined) return undefined;
    const [label] = prediction?.displayNames ?? [];
    const [confidence] = prediction?.confidences ?? [];
    return typeof label === 'string' && typeof confidence === 'number'
      ? { key: String(id), label, confidence }
      : withoutAnswer(String(id), status);
  },
};

interface OwnLine {
  readonly key?: string | number;
  readonly instance?: { readonly key?: string | number };
  readonly prediction?: { readonly displayNames?: unknown[]; readonly confidences?: unknown[] };
  readonly status?: unknown;
}

/** A label of the request that names its row: Gemini's lines have no key, and come back with their request. */
const ROW_LABEL = 'usher-row';

const VOID_SENTENCES = {
  'no-label': 'No queue fits.',
  outside: 'The model named a queue that the desk does not have.',
  truncated: 'The answer was cut short.',
  blocked: 'The answer was blocked.',
  unreadable: 'The answer is no answer.',
  misquoted: 'The answer rests on words that are not in the ticket.',
} as const;

/** Gemini, asked as in service and held to the same rules; it gives no confidence. `textOf` answers a row's text as it was sent. */
export function geminiForm(
  prompt: Prompt,
  thinking: ThinkingLevel,
  markOf: (key: string) => string,
  textOf: (key: string) => string,
): BatchForm {
  const asking = { thinking, wantsLogprobs: false, armor: '' };
  return {
    lineOf: (key, text) => {
      const ticket = { text: plainTicket(text), images: [] };
      const question = questionFor(asking, prompt, ticket, markOf(key));
      return { request: { ...question, labels: { [ROW_LABEL]: key } } };
    },
    answerOf: (line) => {
      const { request, response, status } = (line ?? {}) as GeminiLine;
      const key = request?.labels?.[ROW_LABEL];
      if (key === undefined) return undefined;
      if (response === undefined || response === null) return withoutAnswer(key, status);
      const { verdict } = readReply(response, prompt, plainTicket(textOf(key)));
      return verdict.kind === 'label'
        ? { key, label: verdict.label, confidence: null }
        : { key, problem: VOID_SENTENCES[verdict.why], isVoid: true };
    },
  };
}

interface GeminiLine {
  readonly request?: { readonly labels?: Readonly<Record<string, string>> };
  readonly response?: unknown;
  readonly status?: unknown;
}

function withoutAnswer(key: string, status: unknown): BatchAnswer {
  const isRefused = typeof status === 'string' && status !== '';
  return { key, problem: isRefused ? 'The model refused this row.' : 'No answer.' };
}
