// A generative model as a backend. It is asked about each text alone, so that no ticket speaks for another, and as often as
// there are votes. It gives no probabilities: what stands as confidence here only counts votes, is the same for every ticket
// on which they agree, and is worth nothing until it has been calibrated (second-opinion.ts).
import type { Label } from '../../src/core/contract.ts';
import { activeLabels } from '../../src/core/labels.ts';
import { failureOf } from '../vertex/call-failures.ts';
import type { GeminiConfig } from '../vertex/gemini-config.ts';
import type { GenerativeClient } from '../vertex/generative-client.ts';
import { priceOf } from '../vertex/model-catalogue.ts';
import { VertexCallError } from '../vertex/prediction-client.ts';
import { type Prompt, promptFor } from '../vertex/prompt.ts';
import type { Generated, ShownTicket, TokenCount } from '../vertex/question.ts';
import type { Backend, BackendOutcome, BackendPrediction, BackendRequest } from './backend.ts';
import type { Deadline } from './deadline.ts';

/** A backend that knows what one text can cost at most. */
export interface PricedBackend extends Backend {
  /** US dollars that a request can cost at most. */
  costMaxUsd(request: BackendRequest): number;
}

const CALLED = {
  thing: 'the Gemini model',
  setting: 'USHER_GEMINI_MODEL',
  request: 'the question as it is asked',
};
const MILLION = 1e6;

/** A backend over a client of one model; `now` answers epoch milliseconds and chooses the price in force. */
export function createGeminiBackend(
  client: GenerativeClient,
  config: GeminiConfig,
  now: () => number,
): PricedBackend {
  const { model, thinking, votes, timeoutMs, imagesMax } = config;
  const costOf = ({ input, output }: TokenCount): number => {
    const price = priceOf(model, now());
    return price === undefined ? 0 : (input * price.inputUsd + output * price.outputUsd) / MILLION;
  };
  const promptWith = (hasPictures: boolean) =>
    rememberPrompt((request) => promptFor(request.field, labelsOf(request), thinking, hasPictures));
  const [promptOf, picturePromptOf] = [promptWith(false), promptWith(true)];

  /** Each ticket as it is shown, and the prompt that goes with it. */
  function questionsOf(request: BackendRequest): { readonly prompt: Prompt; readonly ticket: ShownTicket }[] {
    return request.texts.map((text, place) => {
      const images = (request.images?.[place] ?? []).slice(0, imagesMax);
      const prompt = images.length > 0 ? picturePromptOf(request) : promptOf(request);
      return { prompt, ticket: { text, images } };
    });
  }

  async function predictOne(
    prompt: Prompt,
    ticket: ShownTicket,
    request: BackendRequest,
    deadline: Deadline,
  ): Promise<BackendPrediction> {
    const waitMs = Math.min(timeoutMs, deadline.leftMs());
    const asked = Array.from({ length: votes }, () => client.ask(prompt, ticket, waitMs, deadline.signal));
    const settled = await Promise.allSettled(asked);
    const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const spent = answers.reduce((sum, { tokens }) => sum + costOf(tokens), 0);
    if (spent > 0) request.onCost?.(spent);
    const failed = settled.find((one) => one.status === 'rejected');
    // One vote less would be another backend than the one that was calibrated.
    if (failed !== undefined) throw failed.reason;
    return countVotes(answers, `${model.id}/${prompt.id}/${votes}`);
  }

  return {
    name: 'gemini',
    costMaxUsd: (request) =>
      questionsOf(request).reduce(
        (sum, { prompt, ticket }) => sum + votes * costOf(client.tokensMax(prompt, ticket)),
        0,
      ),
    predict: async (request, deadline): Promise<BackendOutcome> => {
      try {
        const predictions = await Promise.all(
          questionsOf(request).map(({ prompt, ticket }) => predictOne(prompt, ticket, request, deadline)),
        );
        return { ok: true, predictions };
      } catch (error) {
        if (!(error instanceof VertexCallError)) throw error;
        return { ok: false, failure: failureOf(error.code, CALLED) };
      }
    },
  };
}

/** The labels of today with descriptions and examples where the caller has them, else the bare ids. */
function labelsOf({ labels, described }: BackendRequest): Label[] {
  if (described === undefined) return labels.map((id) => ({ id, name: id, description: '', keywords: [] }));
  return activeLabels(described).filter(({ id }) => labels.includes(id));
}

/** A prompt is made once for a list of labels, and a batch asks with one list. */
function rememberPrompt(make: (request: BackendRequest) => Prompt): (request: BackendRequest) => Prompt {
  let last:
    | { readonly field: string; readonly labels: unknown; readonly described: unknown; prompt: Prompt }
    | undefined;
  return (request) => {
    const { field, labels, described } = request;
    if (last?.field === field && last.labels === labels && last.described === described) return last.prompt;
    last = { field, labels, described, prompt: make(request) };
    return last.prompt;
  };
}

/** The label that most answers name; abstains where they are split evenly or most are void. */
function countVotes(answers: readonly Generated[], model: string): BackendPrediction {
  const counts = new Map<string, { votes: number; quote: string; probability: number | undefined }>();
  for (const { verdict } of answers) {
    if (verdict.kind === 'void') continue;
    const { label, quote, probability } = verdict;
    const known = counts.get(label);
    if (known === undefined) counts.set(label, { votes: 1, quote, probability });
    else known.votes++;
  }
  const [first, second] = [...counts].sort(([, one], [, other]) => other.votes - one.votes);
  const told = { backend: 'gemini', model } as const;
  if (first === undefined || first[1].votes === second?.[1].votes || 2 * first[1].votes < answers.length) {
    return { ranked: [], doubt: 'no-usable-answer', explanation: [], voteShare: 0, ...told };
  }
  const [label, { votes, quote, probability }] = first;
  // Rule of succession (Laplace): what so many agreeing votes alone would say.
  const confidence = probability ?? (votes + 1) / (answers.length + 2);
  return {
    ranked: [{ label, confidence }],
    explanation: [{ text: quote, weight: 1 }],
    voteShare: votes / answers.length,
    ...told,
  };
}
