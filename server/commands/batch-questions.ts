// What a batch sends of a file's tickets, in the form of the model that is asked. A model of our own needs nothing but the texts;
// Gemini is asked with the desk's labels, under the desk's redaction, as it is in service.
import { hash } from 'node:crypto';
import { activeLabels } from '../../src/core/labels.ts';
import { createReader } from '../environment.ts';
import { prepareOutgoing } from '../redaction/outgoing.ts';
import type { RedactionMode } from '../redaction/redaction-mode.ts';
import type { DeskRecord } from '../store/desks.ts';
import { type BatchForm, geminiForm, OWN_FORM } from '../vertex/batch-form.ts';
import { readCatalogue } from '../vertex/gemini-config.ts';
import { priceOf, unknownModel } from '../vertex/model-catalogue.ts';
import { promptFor } from '../vertex/prompt.ts';
import { tokensMax } from '../vertex/question.ts';
import { type CommandIo, CommandRefusal } from './command.ts';
import { withDesk } from './stored-desk.ts';

/** A batch that is ready to be sent. */
export interface PreparedBatch {
  readonly form: BatchForm;
  /** Rows that are sent. */
  readonly count: number;
  /** Their lines, each under its row's number from 0; made when they are asked for, since a million fit no memory. */
  lines(): Iterable<string>;
  /** Rows whose private data this desk shows to no other model. */
  readonly blocked: readonly number[];
  /** US dollars that it can cost at most; undefined where the machine is paid by the hour. */
  readonly costMaxUsd: number | undefined;
}

const GEMINI = 'publishers/google/models/';
/** Google's price of a batch against the same questions asked live. */
const BATCH_PRICE = 0.5;
const MARK_CHARACTERS = 16;
const MILLION = 1e6;

/** The file's tickets for `model`; for Gemini, labels and redaction are the desk's. */
export function prepareBatch(
  model: string,
  { desk, field }: { readonly desk?: string | undefined; readonly field: string },
  tickets: readonly string[],
  io: CommandIo,
): Promise<PreparedBatch> {
  if (model.startsWith(GEMINI)) {
    return withDesk(desk, io, async (_store, found) =>
      forGemini(model.slice(GEMINI.length), found, field, tickets, io),
    );
  }
  const { sent, blocked } = leaving(tickets, 'redact');
  return Promise.resolve({ ...inForm(OWN_FORM, sent), blocked, costMaxUsd: undefined });
}

function forGemini(
  id: string,
  desk: DeskRecord,
  fieldId: string,
  tickets: readonly string[],
  io: CommandIo,
): PreparedBatch {
  const catalogue = readCatalogue(createReader(io.environment));
  const model = catalogue.models.find((one) => one.id === id);
  if (model === undefined) throw new CommandRefusal(unknownModel(catalogue, id));
  const field = desk.fields.find((one) => one.id === fieldId);
  const labels = activeLabels(field?.labels ?? []);
  if (labels.length === 0) {
    throw new CommandRefusal(
      `The desk "${desk.id}" has no labels for the field "${fieldId}". Check --field.`,
    );
  }
  const thinking = model.thinking[0] ?? 'LOW';
  const prompt = promptFor(fieldId, labels, thinking);
  const { sent, blocked } = leaving(tickets, desk.redaction);
  const texts = new Map(sent.map(([row, text]) => [String(row), text]));
  // Nobody can guess it without the desk's key, and a second try of the same file makes the same lines.
  const markOf = (key: string) => hash('sha256', `${desk.textKey} ${key}`, 'hex').slice(0, MARK_CHARACTERS);
  const form = geminiForm(prompt, thinking, markOf, (key) => texts.get(key) ?? '');
  const price = priceOf(model, io.now());
  const costMaxUsd = sent.reduce((sum, [, text]) => {
    const { input, output } = tokensMax(prompt, { text, images: [] }, thinking);
    return (
      sum + (BATCH_PRICE * (input * (price?.inputUsd ?? 0) + output * (price?.outputUsd ?? 0))) / MILLION
    );
  }, 0);
  return { ...inForm(form, sent), blocked, costMaxUsd };
}

function inForm(form: BatchForm, sent: Sent): Pick<PreparedBatch, 'form' | 'count' | 'lines'> {
  return {
    ...{ form, count: sent.length },
    lines: function* () {
      for (const [row, text] of sent) yield `${JSON.stringify(form.lineOf(String(row), text))}\n`;
    },
  };
}

/** Rows with the text that may leave. */
type Sent = readonly (readonly [number, string])[];

function leaving(
  tickets: readonly string[],
  mode: RedactionMode,
): { readonly sent: Sent; readonly blocked: readonly number[] } {
  const sent: [number, string][] = [];
  const blocked: number[] = [];
  for (const [row, ticket] of tickets.entries()) {
    const outgoing = prepareOutgoing([ticket], mode);
    if (outgoing.outcome === 'send') sent.push([row, outgoing.texts[0] ?? '']);
    else blocked.push(row);
  }
  return { sent, blocked };
}
