// What speaks for learning again without being asked: a promise that was taken back, confidences that are not honest, drift, or new
// labels, which the sheet counts. Whoever asks decides; the proxy never learns by itself, since it has no texts.
import { type Field, type LessonCall, type ModelSummary, Problem } from '../../src/core/contract.ts';
import { honestySignal } from '../monitor/accuracy-signals.ts';
import { evidenceOf } from '../promise/judge-audits.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import type { GateRules } from './gate-rules.ts';
import type { Vault } from './vault.ts';

type Cause = LessonCall['fields'][number]['causes'][number];

/** What monitors of drift say of a field: since when, in epoch milliseconds, and in words; null where nothing drifts. */
export type DriftOf = (
  desk: Pick<DeskRecord, 'id'>,
  field: Field,
) => Promise<{ readonly since: number; readonly sentence: string } | null>;

/** Where it is looked. */
export interface LessonSources {
  readonly store: Store;
  readonly vault: Vault;
  readonly driftOf: DriftOf;
}

const HOUR_MS = 3_600_000;
/** Changes looked through for the last lesson that was refused. */
const TRAIL_MAX = 500;

/** What speaks for a lesson now, and before when none begins. */
export async function lessonCallOf(
  { store, vault, driftOf }: LessonSources,
  desk: DeskRecord,
  { retrain }: GateRules,
  mayLearn: boolean,
): Promise<LessonCall> {
  const models = await store.models.list(desk.id);
  const trail = await store.trail.list(desk.id, TRAIL_MAX);
  const refused = trail.find(({ action }) => action === 'model refused');
  const lastTried = Math.max(0, refused?.at ?? 0, ...models.map(({ createdAt }) => createdAt));
  const inService = await store.models.inService(desk.id);
  const fields = [];
  for (const field of desk.fields) {
    const newest = models.find((model) => model.field === field.id);
    const model = inService[field.id];
    const causes = model === undefined ? [] : await causesOf(store, desk, field, { model, lastTried });
    const drift = model === undefined ? null : await driftOf(desk, field);
    // One that a lesson has come after calls for no other: it is judged anew once the new model has a reference.
    if (drift !== null && drift.since > lastTried) causes.push({ cause: 'drift', sentence: drift.sentence });
    const rows = newest === undefined ? 0 : await labelledRowsOf(vault, desk.id, newest);
    fields.push({ field: field.id, rows, causes });
  }
  return {
    mayLearn: mayLearn && retrain.new_labels_min > 0,
    newLabelsMin: retrain.new_labels_min,
    notBefore: lastTried === 0 ? 0 : lastTried + Math.round(retrain.cooldown_hours * HOUR_MS),
    topicsDays: retrain.topics_days,
    fields,
  };
}

/** With those that were held out, which the model's report leaves out; of a model without a manifest the report alone is known. */
async function labelledRowsOf(vault: Vault, desk: string, { id, report }: ModelSummary): Promise<number> {
  try {
    return (await vault.verified(desk, id)).manifest.data.rows;
  } catch (error) {
    if (error instanceof Problem) return report.rows;
    throw error;
  }
}

async function causesOf(
  { promises }: Store,
  desk: DeskRecord,
  field: Field,
  { model, lastTried }: { readonly model: string; readonly lastTried: number },
): Promise<Cause[]> {
  const causes: Cause[] = [];
  // A trip that a lesson has come after calls for no other one: only fresh audits and a lead lift it.
  for (const watchdog of Object.values(await promises.watchdogs(desk.id, field.id))) {
    if (watchdog.state !== 'tripped' || watchdog.trippedAt <= lastTried) continue;
    const sentence = `A promise was taken back: ${watchdog.errors} of ${watchdog.audits} audited tickets were wrong.`;
    causes.push({ cause: 'watchdog', sentence });
    break;
  }
  const judged = await promises.judgedAudits(desk.id, field.id, model, 0);
  const { level, sentence } = honestySignal([...evidenceOf(judged, field.labels).values()]);
  if (level === 'critical') causes.push({ cause: 'honesty', sentence });
  return causes;
}
