// The desk `it` with a promise that its easy tickets prove, and what people do with it over HTTP.
import type { Desk, DeskProposal, FieldAnswer, Label, TriageAnswer } from '../../src/core/contract.ts';
import { aDesk, aTicket, type TestProxy, trainingRows } from './proxy.ts';

export const DESK = '/v1/desks/it';
export type Mode = NonNullable<Label['mode']>;
type Field = DeskProposal['fields'][number];

/** The desk with every queue in `mode` and a promise that easy tickets can prove. */
export function deskIn(mode: Mode, target = 0.9, changes: Partial<Field> = {}): DeskProposal {
  const desk = aDesk();
  return {
    ...desk,
    fields: desk.fields.map((field) => ({
      ...field,
      agreement: { target, delta: 0.1 },
      labels: field.labels.map((label) => ({ ...label, mode })),
      ...changes,
    })),
  };
}

/** Learns from these rows. */
export async function learnFrom(proxy: TestProxy, rows: readonly object[]) {
  const session = await proxy.call('POST', `${DESK}/training-sessions`);
  const path = `${DESK}/training-sessions/${session.body['id']}`;
  await proxy.call('PUT', `${path}/parts/1`, { rows });
  return proxy.call('POST', `${path}/train`);
}

/** Sets the desk up, learns, and sets the mode: auto is refused before. */
export async function learn(proxy: TestProxy, rowsPerLabel: number, mode: Mode, target = 0.9): Promise<void> {
  await proxy.call('PUT', DESK, deskIn('suggest', target));
  await learnFrom(proxy, trainingRows(rowsPerLabel));
  await proxy.call('PUT', DESK, deskIn(mode, target));
}

/** Each is a text of its own about the network. */
export function networkTicket(run: string | number, at: number) {
  const [row] = trainingRows(1);
  return aTicket({
    id: `R${run}-${at}`,
    subject: row?.subject ?? '',
    body: `The wireless network and the router lose their connection, in room ${run} at place ${at}.`,
  });
}

let runs = 0;

export interface Answered {
  readonly id: string;
  readonly answer: FieldAnswer;
}

/** Answers for the queues of `count` different tickets; the same `run` asks about the same ones again. */
export async function triage(
  proxy: TestProxy,
  count: number,
  run: string | number = ++runs,
  changes: { readonly request?: object; readonly ticket?: object } = {},
): Promise<Answered[]> {
  const tickets = Array.from({ length: count }, (_, i) => ({ ...networkTicket(run, i), ...changes.ticket }));
  const request = { desk: 'it', runId: `run-${run}`, deadlineMs: 30_000, tickets, ...changes.request };
  const { body } = await proxy.call('POST', '/v1/triage', request);
  const { predictions } = body as unknown as TriageAnswer;
  return predictions.flatMap(({ id, fields }) => (fields['queue'] ? [{ id, answer: fields['queue'] }] : []));
}

export async function judge(proxy: TestProxy, ids: readonly string[], label: string | null) {
  const outcomes = ids.map((ticketId) => ({ ticketId, field: 'queue', label }));
  return (await proxy.call('POST', `${DESK}/audits`, { outcomes })).body;
}

export const decisionsOf = (answers: readonly Answered[]) =>
  new Set(answers.map(({ answer }) => answer.decision));

export const countOf = (answers: readonly Answered[], decision: FieldAnswer['decision']) =>
  answers.filter(({ answer }) => answer.decision === decision).length;

export const audited = (answers: readonly Answered[]) =>
  answers.filter(({ answer }) => answer.decision === 'audit').map(({ id }) => id);

/** Ids of `count` tickets under blind audit. */
export async function manyAudits(proxy: TestProxy, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let round = 0; ids.length < count && round < 20; round++)
    ids.push(...audited(await triage(proxy, 200)));
  return ids.slice(0, count);
}

export async function standingOf(proxy: TestProxy, wanted = 'network') {
  const desk = (await proxy.call('GET', DESK)).body as unknown as Desk;
  return desk.promises?.['queue']?.labels.find(({ label }) => label === wanted);
}
