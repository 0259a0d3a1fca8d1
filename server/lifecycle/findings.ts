// What a training found out, as the sheet gets it: tickets by id, queues by id, and no words.

import type { Model } from '../../src/core/classifier/model.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import type { Agreement, TrainingFindings } from '../../src/core/contract.ts';
import { backTest } from './back-test.ts';
import type { Champion } from './comparison.ts';
import type { LabelledRows } from './labelled-rows.ts';
import type { BuiltVersion } from './pipeline.ts';
import { findTopics } from './topics.ts';
import type { Means } from './train-version.ts';

const RECHECK_SHOWN = 50;
/** No queue takes more of the list than this share, so that one noisy queue does not hide the others. */
const RECHECK_QUEUE_SHARE = 0.4;

/** Findings of a built version. */
export function findingsOf(
  rows: LabelledRows,
  built: BuiltVersion,
  champion: Champion | null,
  means: Means,
  agreement: Agreement,
): TrainingFindings {
  const idOf = (row: number): string => rows.facts[row]?.id ?? '';
  const { model } = built.trained.training;
  return {
    recheck: recheckOf(built).map(({ row, given, suggested }) => ({ ticket: idOf(row), given, suggested })),
    overlaps: [...(built.quality?.overlaps ?? [])],
    topics: topicsOf(rows, model),
    gate: built.gate.verdicts.map(({ rule, verdict, sentence }) => ({ rule, verdict, sentence })),
    backTest: backTest(rows, agreement, means),
    shadow: shadowOf(rows, built, champion),
  };
}

/** Topics without a queue of their own, by ticket ids. */
export function topicsOf(rows: LabelledRows, model: Model): TrainingFindings['topics'] {
  const idOf = (row: number): string => rows.facts[row]?.id ?? '';
  return findTopics(rows, model).map(({ within, rows: own, others }) => ({
    within,
    tickets: own.map(idOf),
    others: others.map(idOf),
  }));
}

function recheckOf({ quality }: BuiltVersion) {
  const perQueue = new Map<string, number>();
  return (quality?.suspects ?? [])
    .filter(({ given }) => {
      const sofar = (perQueue.get(given) ?? 0) + 1;
      perQueue.set(given, sofar);
      return sofar <= RECHECK_SHOWN * RECHECK_QUEUE_SHARE;
    })
    .slice(0, RECHECK_SHOWN);
}

/** Both versions on the tickets that nobody has decided: the shadow, played through on what the desk has just now. */
function shadowOf({ documents, targets }: LabelledRows, built: BuiltVersion, champion: Champion | null) {
  if (champion === null) return { tickets: 0, agreed: 0 };
  const [one, other] = [champion.witness, built.trained.training.model].map((model) =>
    createPredictor(model),
  );
  let tickets = 0;
  let agreed = 0;
  targets.forEach((target, row) => {
    const document = documents[row];
    if (target >= 0 || document === undefined || one === undefined || other === undefined) return;
    tickets++;
    const before = one.model.labels[one.predictDocument(document).label];
    if (before === other.model.labels[other.predictDocument(document).label]) agreed++;
  });
  return { tickets, agreed };
}
