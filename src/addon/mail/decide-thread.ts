// A person decides a thread on a card: a queue, or that it is no ticket. Their word stands for good; where the deployment may label, the
// thread's Gmail labels follow.
import { Problem } from '../../core/contract.ts';
import type { CardAnswer } from '../card.ts';
import { plainCard } from '../card.ts';
import { messages } from '../messages.ts';
import { answerPress } from './card-troubles.ts';
import { chooserSection } from './decided-card.ts';
import { readKept, syncLabels } from './desk-labels.ts';
import { permissionsOf } from './mail-permissions.ts';
import type { CardEvent, GmailLabel, MailWorld } from './mail-ports.ts';
import { chosenDesk, readDesk } from './mail-settings.ts';
import { decidedThread } from './open-mail.ts';
import { queueNames, readNames, rememberNames } from './queue-names.ts';
import { sendAudits } from './send-audits.ts';
import { changeThreads, type ThreadRecord } from './thread-memory.ts';

/** A queue's button was pressed, or one was chosen from the list. */
export function applyQueue(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const threadId = event.parameters['threadId'] ?? '';
    const queue = event.parameters['queue'] || (event.inputs['queue'] ?? '');
    if (queue === '') return { notice: messages.mail.chooser.back };
    const name = readNames(world)[queue] ?? queue;
    const label = permissionsOf(world.deployment).mayLabel ? relabel(patient, threadId, queue) : null;
    const record = note(patient, event, threadId, queue);
    return {
      card: { how: 'home', view: decidedThread(world, event, threadId, record) },
      notice: label ? messages.mail.applied(label.name) : messages.mail.noted(name),
    };
  });
}

/** The list of all the desk's queues, on top of the card. */
export function chooseAnother(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const desk = readDesk(patient, chosenDesk(patient).desk);
    rememberNames(world, queueNames(desk));
    const { threadId = '', audit } = event.parameters;
    const section = chooserSection(threadId, queueNames(desk), audit === 'yes');
    const card = plainCard(messages.title, messages.mail.chooser.title, section.widgets);
    return { card: { how: 'push', view: card } };
  });
}

export function markNoTicket(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, (patient) => {
    const threadId = event.parameters['threadId'] ?? '';
    if (permissionsOf(world.deployment).mayLabel) takeOff(patient, threadId, [...readKept(world).values()]);
    const record = decide(patient, threadId, () => ({ state: 'no-ticket', queue: '' }));
    return {
      card: { how: 'home', view: decidedThread(world, event, threadId, record) },
      notice: messages.mail.notedNoTicket,
    };
  });
}

/** Puts the queue's label on the thread first, then takes the others off, so that a cut between the two still shows what was meant. */
function relabel(world: MailWorld, threadId: string, queue: string): GmailLabel {
  const known = readKept(world);
  const labels = known.has(queue)
    ? known
    : syncLabels(world, readDesk(world, chosenDesk(world).desk)).byQueue;
  const label = labels.get(queue);
  if (!label) throw new Problem('not_found', messages.mail.noSuchQueue, { queue });
  const present = labelsNow(world, threadId);
  world.mail.addLabel(label, [threadId]);
  const others = [...labels.values()].filter(({ id, name }) => id !== label.id && present.includes(name));
  for (const other of others) world.mail.removeLabel(other, [threadId]);
  return label;
}

function takeOff(world: MailWorld, threadId: string, labels: readonly GmailLabel[]): void {
  const present = labelsNow(world, threadId);
  for (const label of labels) if (present.includes(label.name)) world.mail.removeLabel(label, [threadId]);
}

function labelsNow(world: MailWorld, threadId: string): readonly string[] {
  const names = world.mail.labelsOf(threadId);
  if (names === null) throw new Problem('conflict', messages.mail.threadGone);
  return names;
}

/** Remembers the choice; of a blind audit, the proxy hears at once. */
function note(world: MailWorld, event: CardEvent, threadId: string, queue: string): ThreadRecord {
  const wasAsked = event.parameters['audit'] === 'yes';
  const record = decide(world, threadId, (before) => {
    const isAudit = wasAsked || before?.state === 'audit' || before?.state === 'judged';
    return { state: isAudit ? 'judged' : 'person', queue };
  });
  if (record.state === 'judged') sendAudits(world, chosenDesk(world).desk, new Map([[threadId, record]]));
  return record;
}

function decide(
  world: MailWorld,
  threadId: string,
  choice: (before: ThreadRecord | undefined) => Pick<ThreadRecord, 'state' | 'queue'>,
): ThreadRecord {
  const minute = Math.floor(world.now() / 60_000);
  let record: ThreadRecord | undefined;
  const isNoted = changeThreads(world, [threadId], (before) => {
    record = { ...choice(before), minute, batch: 'card' };
    return record;
  });
  if (!isNoted || !record) throw new Problem('conflict', messages.mail.busy);
  return record;
}
