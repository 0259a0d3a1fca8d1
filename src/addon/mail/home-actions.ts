// What the buttons of the home card do to many threads at once: triage a slice, apply a suggestion to all it was made for, undo.
import { Problem } from '../../core/contract.ts';
import type { CardAnswer } from '../card.ts';
import { messages } from '../messages.ts';
import { answerPress } from './card-troubles.ts';
import { REVIEW, readKept } from './desk-labels.ts';
import { homeCard } from './home-card.ts';
import type { CardEvent, GmailLabel, MailWorld } from './mail-ports.ts';
import { readLastRun, writeLastRun } from './mail-runs.ts';
import { chosenDesk } from './mail-settings.ts';
import { changeThreads, readThreads, type ThreadRecord } from './thread-memory.ts';
import { triageMailbox } from './triage-mailbox.ts';

/** After this a press begins no further wave; the one in hand is done well before a card's time is over. */
const PRESS_MS_MAX = 9_000;
const WAVE_THREADS = 20;
const DEADLINE_MS = 6_000;
/** Threads that one press moves: five calls of each kind. */
const THREADS_A_PRESS = 500;
const THREADS_A_CALL = 100;

/** Triages some of the threads; the card then tells how many wait, and its button goes on. */
export function triageFromHome(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const settings = chosenDesk(patient);
    const limits = { until: world.now() + PRESS_MS_MAX, waveThreads: WAVE_THREADS, deadlineMs: DEADLINE_MS };
    const run = triageMailbox(patient, settings, limits);
    if (!run) throw new Problem('conflict', messages.mail.busy);
    return { card: { how: 'show', view: homeCard(world, event) } };
  });
}

/** A person accepts one suggestion for all threads that wait under it. */
export function applyGroup(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, () => {
    const queue = event.parameters['queue'] ?? '';
    const labels = readKept(world);
    const label = labels.get(queue);
    const review = labels.get(REVIEW);
    if (!label || !review) throw new Problem('not_found', messages.mail.noSuchQueue, { queue });
    const ids = idsOf(world, (record) => record.state === 'review' && record.queue === queue);
    const runId = `${Math.floor(world.now() / 60_000).toString(36)}${world.newId().slice(0, 4)}`;
    const changed = move(world, ids, { on: label, off: review }, (before) =>
      before.state === 'review' ? { ...before, state: 'person', batch: `${runId}.0` } : undefined,
    );
    const last = readLastRun(world);
    if (changed > 0 && last) writeLastRun(world, { ...last, runId, labelled: changed, review: 0, left: 0 });
    const notice =
      changed === 0 ? messages.mail.home.nothingLeft : messages.mail.home.appliedAll(changed, label.name);
    return { card: { how: 'show', view: homeCard(world, event) }, notice };
  });
}

/** Takes the last run back as far as nobody has touched its threads since; they are left alone from then on. */
export function undoMailRun(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, () => {
    const last = readLastRun(world);
    const isOf = (record: ThreadRecord): boolean =>
      last !== null && last.runId !== '' && record.batch.startsWith(`${last.runId}.`);
    const labels = readKept(world);
    const review = labels.get(REVIEW);
    let changed = 0;
    const groups = new Map<string, string[]>();
    for (const [id, record] of readThreads(world)) {
      if (!isOf(record) || !UNDONE.has(record.state)) continue;
      const key = `${record.state} ${record.queue}`;
      groups.set(key, [...(groups.get(key) ?? []), id]);
    }
    const until = world.now() + PRESS_MS_MAX;
    let isAll = true;
    for (const [key, ids] of groups) {
      isAll &&= world.now() < until && ids.length <= THREADS_A_PRESS;
      if (world.now() >= until) break;
      const [state = '', queue = ''] = key.split(' ');
      const label = state === 'review' || state === 'audit' ? review : labels.get(queue);
      if (!label || !review) continue;
      const isOpen = (before: ThreadRecord): boolean => isOf(before) && before.state === state;
      changed +=
        state === 'person'
          ? takeApplyBack(world, ids, { on: review, off: label }, isOpen)
          : move(world, ids, { on: null, off: label }, (before) =>
              isOpen(before) ? { ...before, state: 'undone' } : undefined,
            );
    }
    // Of a long run the rest is taken back by the next press.
    if (last && isAll) writeLastRun(world, { ...last, runId: '', labelled: 0, review: 0 });
    const notice = changed === 0 ? messages.mail.home.nothingToUndo : messages.mail.home.undone(changed);
    return { card: { how: 'show', view: homeCard(world, event) }, notice };
  });
}

/** Written down first: should it be cut short, the queue's label is still there and counts as the person's choice that it was. */
function takeApplyBack(
  world: MailWorld,
  ids: readonly string[],
  { on, off }: { readonly on: GmailLabel; readonly off: GmailLabel },
  isMeant: (before: ThreadRecord) => boolean,
): number {
  const taken: string[] = [];
  const isNoted = changeThreads(world, ids.slice(0, THREADS_A_PRESS), (before, id) => {
    if (!before || !isMeant(before)) return undefined;
    taken.push(id);
    return { ...before, state: 'review' };
  });
  if (!isNoted) throw new Problem('conflict', messages.mail.busy);
  for (let at = 0; at < taken.length; at += THREADS_A_CALL) {
    const some = taken.slice(at, at + THREADS_A_CALL);
    world.mail.addLabel(on, some);
    world.mail.removeLabel(off, some);
  }
  return taken.length;
}

const UNDONE = new Set<ThreadRecord['state']>(['labelled', 'review', 'audit', 'person']);

function idsOf(world: MailWorld, isMeant: (record: ThreadRecord) => boolean): string[] {
  return [...readThreads(world)].filter(([, record]) => isMeant(record)).map(([id]) => id);
}

/** Moves threads from one label to another, call by call, and writes each call down; answers how many. */
function move(
  world: MailWorld,
  ids: readonly string[],
  { on, off }: { readonly on: GmailLabel | null; readonly off: GmailLabel },
  change: (before: ThreadRecord) => ThreadRecord | undefined,
): number {
  let changed = 0;
  for (let at = 0; at < Math.min(ids.length, THREADS_A_PRESS); at += THREADS_A_CALL) {
    const some = ids.slice(at, at + THREADS_A_CALL);
    if (on) world.mail.addLabel(on, some);
    world.mail.removeLabel(off, some);
    const isNoted = changeThreads(world, some, (before) => {
      const after = before && change(before);
      if (after) changed += 1;
      return after;
    });
    if (!isNoted) throw new Problem('conflict', messages.mail.busy);
  }
  return changed;
}
