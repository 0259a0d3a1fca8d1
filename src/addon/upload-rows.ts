// Brings rows to the proxy in parts, as a session in which it then learns or looks for topics.
import type { TrainingRow } from '../core/contract.ts';
import { TRAINING_PART_ROWS_MAX } from '../core/limits.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseTrainingSession } from './proxy.ts';
import type { Settings } from './settings.ts';

/** UTF-16 units of text in one uploaded part: at most about 30 MB in UTF-8, under what a request may carry. */
const PART_CHARACTERS_MAX = 8_000_000;

/** Uploads the rows; the answer is the session's path. Throws a `Problem`. */
export function uploadRows(world: SheetWorld, settings: Settings, rows: readonly TrainingRow[]): string {
  const sessions = `/v1/desks/${settings.desk}/training-sessions`;
  const { id } = exchange(world.http, { method: 'POST', path: sessions, body: '{}' }, parseTrainingSession);
  const session = `${sessions}/${id}`;
  partsOf(rows).forEach((part, i) => {
    const body = JSON.stringify({ rows: part });
    exchange(world.http, { method: 'PUT', path: `${session}/parts/${i + 1}`, body }, parseTrainingSession);
  });
  return session;
}

function partsOf(rows: readonly TrainingRow[]): TrainingRow[][] {
  const parts: TrainingRow[][] = [];
  let part: TrainingRow[] = [];
  let characters = 0;
  for (const row of rows) {
    const length = row.subject.length + row.body.length;
    if (
      part.length === TRAINING_PART_ROWS_MAX ||
      (part.length > 0 && characters + length > PART_CHARACTERS_MAX)
    ) {
      parts.push(part);
      part = [];
      characters = 0;
    }
    part.push(row);
    characters += length;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}
