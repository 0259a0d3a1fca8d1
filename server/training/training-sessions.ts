// Training sessions: rows arrive in parts and become hashed features at once, then one request trains all fields of the
// desk and puts the new models into service. Any instance takes any part; a lease keeps two from training the same session.
import { type Document, documentFromText, encodeDocuments } from '../../src/core/classifier/document.ts';
import {
  Problem,
  type ProposedTopics,
  type TrainingResult,
  type TrainingRow,
  type TrainingSession,
} from '../../src/core/contract.ts';
import { ticketText } from '../../src/core/ticket.ts';
import type { Probe } from '../lifecycle/labelled-rows.ts';
import { packProbes, probesOf, unpackProbes } from '../lifecycle/probes.ts';
import { createVault } from '../lifecycle/vault.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { SessionPart, SessionRecord } from '../store/sessions.ts';
import type { Store } from '../store/store.ts';
import { releaseTrained } from './release-trained.ts';
import type { TrainingRows } from './train-fields.ts';
import type { Trainer } from './trainer.ts';

/** Uploads and trainings of all desks. */
export interface TrainingSessions {
  open(desk: DeskRecord): Promise<TrainingSession>;
  /** Keeps a part; sending the same number again replaces it. */
  putPart(
    desk: DeskRecord,
    session: string,
    part: number,
    rows: readonly TrainingRow[],
  ): Promise<TrainingSession>;
  /** Trains, or answers what came of it when it was trained before. `by` is the address of who asks. */
  train(desk: DeskRecord, session: string, by: string): Promise<TrainingResult>;
  /** Topics among the session's rows that the desk has no queue for; nothing is learned, and the session stays open. */
  findTopics(desk: DeskRecord, session: string): Promise<ProposedTopics>;
}

/** What the sessions need from outside. */
export interface TrainingDependencies {
  readonly store: Store;
  readonly trainer: Trainer;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly createId: () => string;
  /** Whether the desk's own model answers its tickets. */
  readonly isLive: (desk: string) => boolean;
  /** ISO 639-1 code, or undefined where it cannot be told yet. */
  readonly detectLanguage: (text: string) => string | undefined;
}

const SESSION_LIFETIME_MS = 3_600_000;
/** An instance that dies while it trains holds the session up for at most this long. */
const LEASE_MS = 60_000;
const LEASE_RENEWAL_MS = 20_000;
/** Documents hashed before other requests get their turn: about 10 ms. */
const ROWS_A_TURN = 200;

/** Training sessions over a store and a trainer. */
export function createTrainingSessions(deps: TrainingDependencies): TrainingSessions {
  const { sessions } = deps.store;
  const underWay = new Map<string, Promise<TrainingResult>>();

  async function find(desk: DeskRecord, id: string): Promise<SessionRecord> {
    const session = await sessions.find(desk.id, id);
    if (session === undefined) {
      throw new Problem('not_found', 'This desk has no such training session. Start a new one.');
    }
    if (session.state === 'open' && session.expiresAt < deps.now()) {
      throw new Problem('session_expired', 'The training session is over an hour old. Start a new one.');
    }
    return session;
  }

  return {
    open: async (desk) => {
      const now = deps.now();
      await sessions.deleteExpired(now);
      const id = deps.createId();
      const expiresAt = now + SESSION_LIFETIME_MS;
      await sessions.create(id, desk.id, now, expiresAt);
      return { id, rows: 0, expiresAt };
    },
    putPart: async (desk, id, part, rows) => {
      const { expiresAt } = await find(desk, id);
      if (
        !(await sessions.putPart(id, part, await partFromRows(rows, desk.featureSeed, deps.detectLanguage)))
      ) {
        throw new Problem(
          'conflict',
          'This session is being trained, so it takes no more rows. Start a new one.',
        );
      }
      return { id, rows: await sessions.countRows(id), expiresAt };
    },
    train: async (desk, id, by) => {
      const session = await find(desk, id);
      if (session.result !== undefined) return session.result;
      const running = underWay.get(id) ?? trainUnderLease(deps, desk, id, by);
      underWay.set(id, running);
      try {
        return await running;
      } finally {
        underWay.delete(id);
      }
    },
    findTopics: async (desk, id) => {
      await find(desk, id);
      const parts = await sessions.parts(id);
      const models: Record<string, Uint8Array> = {};
      for (const [field, model] of Object.entries(await deps.store.models.inService(desk.id))) {
        const bytes = await deps.store.models.bytes(desk.id, model);
        if (bytes !== undefined) models[field] = bytes;
      }
      return { topics: await deps.trainer.findTopics({ ...rowsOfParts(desk, parts), models }) };
    },
  };
}

async function trainUnderLease(
  deps: TrainingDependencies,
  desk: DeskRecord,
  id: string,
  by: string,
): Promise<TrainingResult> {
  const { sessions } = deps.store;
  const vault = createVault(deps.store);
  if (!(await sessions.acquireLease(id, deps.now(), deps.now() + LEASE_MS))) {
    throw new Problem(
      'conflict',
      'Another instance is training this session. Ask again in a moment: the same request then answers the result.',
      { retryAfterSeconds: 10 },
    );
  }
  const renewal = setInterval(() => {
    sessions.renewLease(id, deps.now() + LEASE_MS).catch(() => clearInterval(renewal));
  }, LEASE_RENEWAL_MS);
  renewal.unref();
  try {
    const parts = await sessions.parts(id);
    if (parts.length === 0) {
      throw new Problem(
        'too_few_examples',
        'The training session has no rows. Upload labelled tickets first.',
      );
    }
    const rules = await vault.rulesOf(desk.id);
    const champions = await vault.champions(desk, deps.now());
    const trained = await deps.trainer.train({
      ...{ desk: desk.id, rules, champions },
      ...rowsOfParts(desk, parts),
    });
    const result = await releaseTrained({ ...deps, vault }, desk, trained, { by, rules });
    await sessions.finish(id, result);
    return result;
  } catch (error) {
    await sessions.releaseLease(id);
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

function rowsOfParts(desk: DeskRecord, parts: readonly SessionPart[]): TrainingRows {
  return {
    facts: parts.flatMap(({ facts }) => facts.map((one) => ({ ...one, receivedAt: null, channel: '' }))),
    probes: probesIn(parts),
    featureSeed: desk.featureSeed,
    fields: desk.fields,
    parts: parts.map(({ documents }) => documents),
    labels: Object.fromEntries(desk.fields.map((field) => [field.id, labelsOf(parts, field.id)])),
  };
}

/** Hashes the rows' texts, a few at a time, so that other requests are not held up. */
async function partFromRows(
  rows: readonly TrainingRow[],
  featureSeed: number,
  detectLanguage: TrainingDependencies['detectLanguage'],
): Promise<SessionPart> {
  const documents: Document[] = [];
  const facts: SessionPart['facts'][number][] = [];
  const probes: Probe[] = [];
  for (let first = 0; first < rows.length; first += ROWS_A_TURN) {
    for (const row of rows.slice(first, first + ROWS_A_TURN)) {
      const text = ticketText(row);
      probes.push(...probesOf(documents.length, row, featureSeed));
      facts.push({ id: row.id, language: detectLanguage(text) ?? 'und' });
      documents.push(documentFromText(text, featureSeed));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const fields = new Set(rows.flatMap(({ labels }) => Object.keys(labels)));
  const labels = [...fields].map((field) => [
    field,
    rows.map((row) => (Object.hasOwn(row.labels, field) ? (row.labels[field] ?? null) : null)),
  ]);
  return {
    ...{ rowCount: rows.length, documents: encodeDocuments(documents), labels: Object.fromEntries(labels) },
    ...{ facts, probes: packProbes(probes) },
  };
}

function labelsOf(parts: readonly SessionPart[], field: string): (string | null)[] {
  return parts.flatMap(({ rowCount, labels }) => labels[field] ?? new Array<null>(rowCount).fill(null));
}

function probesIn(parts: readonly SessionPart[]): Probe[] {
  let first = 0;
  return parts.flatMap(({ rowCount, probes }) => {
    const from = first;
    first += rowCount;
    return unpackProbes(probes).map((probe) => ({ ...probe, row: probe.row + from }));
  });
}
