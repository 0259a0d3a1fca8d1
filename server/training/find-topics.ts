// Looks through a session's rows for topics that the desk has no queue for, by the models in service; nothing is learned. Slow, so it
// runs off the main thread like a training.
import { decodeDocuments } from '../../src/core/classifier/document.ts';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import type { ProposedTopics } from '../../src/core/contract.ts';
import { topicsOf } from '../lifecycle/findings.ts';
import { rowsOfField, type TrainingRows } from './train-fields.ts';

/** Rows and the models in service, by field; it crosses to another thread as it is. */
export interface TopicJob extends TrainingRows {
  readonly models: Readonly<Record<string, Uint8Array>>;
}

/** Topics by field; fields without a model are left out, since nothing tells what fits their labels. */
export function findFieldTopics(job: TopicJob): ProposedTopics['topics'] {
  const documents = job.parts.flatMap((part) => decodeDocuments(part));
  return Object.fromEntries(
    job.fields.flatMap((field) => {
      const bytes = job.models[field.id];
      if (bytes === undefined) return [];
      return [[field.id, topicsOf(rowsOfField(job, field, documents).rows, decodeModel(bytes))]];
    }),
  );
}
