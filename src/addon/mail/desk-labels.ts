// Gmail's labels for the desk's queues: `Usher/<queue>` and `Usher/Review`, made once and found again by their ids, so that a queue that
// gets another name takes its Gmail label along, and a label that a person renamed in Gmail keeps the person's name.
import type { Desk } from '../../core/contract.ts';
import { activeLabels } from '../../core/labels.ts';
import type { GmailLabel, MailWorld } from './mail-ports.ts';

/** The key of Usher/Review among queue ids, which are never empty. */
export const REVIEW = '';

export interface DeskLabels {
  /** By queue id; `REVIEW` for Usher/Review. Queues that were merged or retired keep the label they had. */
  readonly byQueue: ReadonlyMap<string, GmailLabel>;
  /** Ids of labels that are new: those who bore them before were deleted by a person. */
  readonly fresh: ReadonlySet<string>;
}

const PREFIX = 'usher.label.';
const FOLDER = 'Usher/';
const REVIEW_NAME = 'Review';
/** Gmail takes 225 characters. */
const NAME_CHARACTERS_MAX = 200;

/** The Gmail label's name for each queue; a slash would nest, and two labels of one name cannot be. */
export function labelNames(desk: Desk): Map<string, string> {
  const names = new Map([[REVIEW, FOLDER + REVIEW_NAME]]);
  const taken = new Set([(FOLDER + REVIEW_NAME).toLowerCase()]);
  const field = desk.fields.find(({ id }) => id === 'queue');
  for (const { id, name } of activeLabels(field?.labels ?? [])) {
    const plain = name
      .replace(/\s*\/\s*/g, ' - ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, NAME_CHARACTERS_MAX);
    let wanted = FOLDER + plain;
    for (let n = 2; taken.has(wanted.toLowerCase()); n++) wanted = `${FOLDER}${plain} (${n})`;
    taken.add(wanted.toLowerCase());
    names.set(id, wanted);
  }
  return names;
}

/** Brings Gmail's labels in step with the desk's queues and answers them. */
export function syncLabels(world: Pick<MailWorld, 'mail' | 'settings'>, desk: Desk): DeskLabels {
  const present = world.mail.labels();
  const byId = new Map(present.map((label) => [label.id, label]));
  const byName = new Map(present.map((label) => [label.name.toLowerCase(), label]));
  const kept = readKept(world);
  const byQueue = new Map<string, GmailLabel>();
  const fresh = new Set<string>();
  const news: Record<string, string> = {};
  for (const [queue, wanted] of labelNames(desk)) {
    const known = kept.get(queue);
    const there = known && byId.get(known.id);
    const found = there ?? byName.get(wanted.toLowerCase());
    const label = found ?? world.mail.createLabel(wanted);
    if (known && !there) fresh.add(label.id);
    // A name that a person gave in Gmail stays until the queue itself gets another.
    const isRenamed = there !== undefined && known?.name !== wanted && label.name !== wanted;
    const isGiven = isRenamed && !byName.has(wanted.toLowerCase()) && world.mail.renameLabel(label, wanted);
    byQueue.set(queue, isGiven ? { id: label.id, name: wanted } : label);
    // Where renaming is not possible, it is tried again by the next run.
    const noted = isRenamed && !isGiven ? (known?.name ?? wanted) : wanted;
    if (known?.id !== label.id || known.name !== noted) news[PREFIX + queue] = `${label.id}\n${noted}`;
  }
  for (const [queue, { id }] of kept) {
    const label = byId.get(id);
    if (label && !byQueue.has(queue)) byQueue.set(queue, label);
  }
  if (Object.keys(news).length > 0) world.settings.writeAll(news);
  return { byQueue, fresh };
}

/** The labels as the last run left them, without asking Gmail; the names are those that Usher gave. */
export function readKept({ settings }: Pick<MailWorld, 'settings'>): Map<string, GmailLabel> {
  return new Map(
    Object.entries(settings.entries(PREFIX)).map(([key, value]) => {
      const [id = '', name = ''] = value.split('\n');
      return [key.slice(PREFIX.length), { id, name }];
    }),
  );
}
