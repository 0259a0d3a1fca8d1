// One run over the threads that the desk's search finds: settle what people and cut-off runs left, read what is new, ask the proxy, and
// label in calls of many threads, each written down before it is made. A run stops itself before Google does.
import { type FieldAnswer, Problem } from '../../core/contract.ts';
import { askWave } from '../ask-wave.ts';
import { messages } from '../messages.ts';
import { logDefect } from '../page-answer.ts';
import type { Outcome } from '../plan-triage.ts';
import { batchTickets, wireTicket } from '../proxy.ts';
import { type HeldRun, holdRun } from '../run-lease.ts';
import { type DeskLabels, REVIEW, syncLabels } from './desk-labels.ts';
import { findThreads } from './find-threads.ts';
import { markedBatch, unmarkedBatch } from './label-history.ts';
import { callsLeft, countingMail, spendCalls } from './mail-budget.ts';
import type { MailWorld } from './mail-ports.ts';
import { ownerOf, PROXY_RUN } from './mail-request.ts';
import { type MailRun, readLastRun, writeLastRun } from './mail-runs.ts';
import { type MailSettings, readDesk } from './mail-settings.ts';
import { queueNames, rememberNames } from './queue-names.ts';
import { sendAudits } from './send-audits.ts';
import { settleLabels } from './settle-labels.ts';
import { keepModel } from './small-model.ts';
import { changeThreads, type ThreadRecord, type ThreadState } from './thread-memory.ts';
import { noteSubjects } from './thread-subjects.ts';
import { type ThreadTicket, ticketOfThread } from './thread-ticket.ts';

export interface RunLimits {
  /** Epoch milliseconds after which nothing new is begun. */
  readonly until: number;
  /** Threads that are read, asked about and labelled together; at most 100. */
  readonly waveThreads: number;
  readonly deadlineMs: number;
}

/** Waves up to this size look once more at each thread's labels before they label: later a person's label would stand beside. */
const LOOKED_AT_MAX = 50;
/** Reads and writes that a thread costs at most, and what a run needs besides. */
const CALLS_A_THREAD = 4;
const CALLS_BESIDES = 60;

/** Null while another run is at work. Throws what Google or the proxy refuse before anything is done. */
export function triageMailbox(given: MailWorld, settings: MailSettings, limits: RunLimits): MailRun | null {
  const run = holdRun(given);
  if (!run) return null;
  const counting = countingMail(given.mail);
  const world = { ...given, mail: counting.mail };
  try {
    return work(world, settings, limits, run, () => callsLeft(given) - counting.used());
  } finally {
    spendCalls(given, counting.used());
    run.finish();
  }
}

interface Tally {
  labelled: number;
  review: number;
  left: number;
  /** Threads that could not be read or asked about; the next run takes them. */
  missed: number;
  problem: string;
}

function work(
  world: MailWorld,
  settings: MailSettings,
  limits: RunLimits,
  run: HeldRun,
  callsLeftNow: () => number,
): MailRun {
  const started = world.now();
  const desk = readDesk(world, settings.desk);
  rememberNames(world, queueNames(desk));
  const labels = syncLabels(world, desk);
  const settled = settleLabels(world, labels);
  if (!settled) throw new Problem('conflict', messages.mail.busy);
  sendAudits(world, settings.desk, settled.threads);
  const runId = `${Math.floor(started / 60_000).toString(36)}${run.runId.slice(0, 4)}`;
  const found = findThreads(world, settings, settled);
  const tally: Tally = { labelled: 0, review: 0, left: 0, missed: 0, problem: '' };
  let at = 0;
  let wave = 0;
  while (at < found.length && tally.problem === '' && world.now() < limits.until) {
    const ids = found.slice(at, at + limits.waveThreads);
    if (callsLeftNow() < ids.length * CALLS_A_THREAD + CALLS_BESIDES) {
      tally.problem = messages.mail.daySpent;
      break;
    }
    triageWave(world, settings, limits, labels, { ids, batch: `${runId}.${wave}` }, tally);
    at += ids.length;
    wave += 1;
  }
  const { missed, ...counted } = tally;
  const waiting = found.length - Math.min(at, found.length) + missed;
  const done: MailRun = {
    ...{ runId, at: started, ...counted, waiting },
    seenUntil: waiting === 0 ? started : (readLastRun(world)?.seenUntil ?? 0),
    corrected: settled.corrected.length,
  };
  writeLastRun(world, done);
  return done;
}

interface Wave {
  readonly ids: readonly string[];
  readonly batch: string;
}

function triageWave(
  world: MailWorld,
  settings: MailSettings,
  limits: RunLimits,
  labels: DeskLabels,
  wave: Wave,
  tally: Tally,
): void {
  const tickets = readThreadTickets(world, wave.ids);
  const left = [...tickets].filter(([, ticket]) => ticket.kind === 'left').map(([id]) => id);
  const asked = [...tickets].flatMap(([id, ticket]) =>
    ticket.kind === 'ticket'
      ? [wireTicket({ id, subject: ticket.subject, body: ticket.body, channel: 'mail' })]
      : [],
  );
  noteSubjects(world, asked);
  const ask = { desk: settings.desk, runId: PROXY_RUN, fields: ['queue'], deadlineMs: limits.deadlineMs };
  const { answered, problem } = askWave(
    world.http,
    ask,
    batchTickets(asked),
    () => world.now() > limits.until,
  );
  if (problem) tally.problem = problem.message;
  const model = modelOf(answered);
  if (model !== null) keepModel(world, settings.desk, model);
  const targets = new Map<string, Target>();
  for (const [id, outcome] of answered) {
    const target = targetOf(outcome, labels);
    if (target) targets.set(id, target);
    else if (outcome.kind === 'refused' && !UNREADABLE.has(outcome.problem.code))
      tally.problem ||= outcome.problem.message;
    else left.push(id);
  }
  tally.missed += wave.ids.length - left.length - targets.size;
  if (left.length > 0) noteLeft(world, left, wave.batch);
  tally.left += left.length;
  for (const [state, labelled] of labelThreads(world, labels, targets, wave.batch))
    tally[state === 'planned' ? 'labelled' : 'review'] += labelled;
}

/** The model that answered, so that the add-on has its small variant while the proxy is away. */
function modelOf(answered: ReadonlyMap<string, Outcome>): string | null {
  for (const outcome of answered.values())
    if (outcome.kind === 'predicted') return outcome.answer.models['queue'] ?? null;
  return null;
}

/** A thread that cannot be read is left for the next run; it must not stop this one. */
function readThreadTickets(world: MailWorld, ids: readonly string[]): Map<string, ThreadTicket> {
  const owner = ownerOf(world);
  const tickets = new Map<string, ThreadTicket>();
  for (const [id, found] of world.mail.messagesOf(ids)) {
    try {
      tickets.set(id, ticketOfThread(found, owner));
    } catch (error) {
      logDefect(world, error);
    }
  }
  return tickets;
}

/** Codes of the proxy that hold for a ticket whatever the hour. */
const UNREADABLE = new Set(['ticket_empty', 'ticket_invalid']);

interface Target {
  readonly state: 'planned' | 'planned-review' | 'planned-audit';
  readonly queue: string;
}

/** Which label a thread gets; null where the proxy says that there is nothing to judge. */
function targetOf(outcome: Outcome, labels: DeskLabels): Target | null {
  if (outcome.kind !== 'predicted') return null;
  const answer: FieldAnswer | undefined = outcome.prediction.fields['queue'];
  if (!answer || answer.decision === 'abstain') return { state: 'planned-review', queue: '' };
  if (answer.decision === 'audit') return { state: 'planned-audit', queue: '' };
  const isProven = answer.decision === 'assign' && labels.byQueue.has(answer.label);
  return { state: isProven ? 'planned' : 'planned-review', queue: answer.label };
}

function noteLeft(world: MailWorld, ids: readonly string[], batch: string): void {
  const minute = Math.floor(world.now() / 60_000);
  const isNoted = changeThreads(world, ids, (before) =>
    before === undefined || before.state === 'left' ? { state: 'left', queue: '', minute, batch } : undefined,
  );
  if (!isNoted) throw new Problem('conflict', messages.mail.busy);
}

const DONE: Readonly<Record<Target['state'], ThreadState>> = {
  ...{ planned: 'labelled', 'planned-review': 'review', 'planned-audit': 'audit' },
};

/** Writes down what will be labelled, labels it call by call, and writes down that it is done. Answers how many of each. */
function labelThreads(
  world: MailWorld,
  labels: DeskLabels,
  targets: ReadonlyMap<string, Target>,
  batch: string,
): Map<Target['state'], number> {
  const counts = new Map<Target['state'], number>();
  const groups = new Map<string, string[]>();
  const hasLabel =
    targets.size <= LOOKED_AT_MAX ? threadsWithLabel(world, labels, [...targets.keys()]) : new Set();
  for (const [id, { state, queue }] of targets) {
    if (hasLabel.has(id)) continue;
    const key = state === 'planned' ? queue : REVIEW;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  const minute = Math.floor(world.now() / 60_000);
  const mark = groups.size > 0 ? world.mail.historyMark() : null;
  const batchOf = new Map(
    [...groups].flatMap(([, ids], n) => ids.map((id) => [id, markedBatch(`${batch}.${n}`, mark)] as const)),
  );
  const planned = new Set<string>();
  const isPlanned = changeThreads(world, batchOf.keys(), (before, id): ThreadRecord | undefined => {
    const target = targets.get(id);
    // Whoever decided meanwhile, on a card for instance, is not overruled.
    if (!target || (before !== undefined && before.state !== 'left')) return undefined;
    planned.add(id);
    return { ...target, minute, batch: batchOf.get(id) ?? batch };
  });
  if (!isPlanned) throw new Problem('conflict', messages.mail.busy);
  for (const [queue, ids] of groups) {
    const label = labels.byQueue.get(queue);
    const mine = ids.filter((id) => planned.has(id));
    if (label && mine.length > 0) world.mail.addLabel(label, mine);
  }
  const isDone = changeThreads(world, planned, (before) => {
    const state = before && DONE[before.state as Target['state']];
    return before && state ? { ...before, state, batch: unmarkedBatch(before.batch) } : undefined;
  });
  if (!isDone) throw new Problem('conflict', messages.mail.busy);
  for (const id of planned) {
    const state = targets.get(id)?.state;
    if (state) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/** Threads that got one of the desk's labels since the run began, or are gone. */
function threadsWithLabel(world: MailWorld, labels: DeskLabels, ids: readonly string[]): Set<string> {
  const names = new Set([...labels.byQueue.values()].map(({ name }) => name));
  return new Set(
    ids.filter((id) => {
      const present = world.mail.labelsOf(id);
      return present === null || present.some((name) => names.has(name));
    }),
  );
}
