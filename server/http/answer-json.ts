// Writes a triage answer as JSON. An answer to one field of one ticket is written once, however often it is told: a batch that
// is asked for again costs the joining of what is kept.
import type { FieldAnswer, TicketPrediction, TriageAnswer } from '../../src/core/contract.ts';

/** By the answer's own object, which triage remembers as long as the answer. */
const written = new WeakMap<FieldAnswer, string>();
const evidenceWritten = new WeakMap<readonly unknown[], string>();

/** JSON that says what JSON.stringify would. Field answers must not be changed once they were told. */
export function triageAnswerJson(answer: TriageAnswer): string {
  const { runId, models, labelNames, predictions, problems, usage } = answer;
  let list = '';
  for (const prediction of predictions) list += `${list === '' ? '' : ','}${predictionJson(prediction)}`;
  const head = JSON.stringify({ runId, models, labelNames, problems, usage });
  return `${head.slice(0, -1)},"predictions":[${list}]}`;
}

function predictionJson({ id, language, fields }: TicketPrediction): string {
  let told = '';
  for (const field in fields) {
    const answer = fields[field];
    if (answer === undefined) continue;
    told += `${told === '' ? '' : ','}${JSON.stringify(field)}:${fieldJson(answer)}`;
  }
  return `{"id":${JSON.stringify(id)},"language":"${language}","fields":{${told}}}`;
}

function fieldJson(answer: FieldAnswer): string {
  const known = written.get(answer);
  if (known !== undefined) return known;
  const json = answer.decision === 'audit' ? JSON.stringify(answer) : explainedJson(answer);
  written.set(answer, json);
  return json;
}

/** Equal texts share their explanation, which is the longest part. */
function explainedJson({ explanation, ...rest }: Exclude<FieldAnswer, { decision: 'audit' }>): string {
  let evidence = evidenceWritten.get(explanation);
  if (evidence === undefined) {
    evidence = JSON.stringify(explanation);
    evidenceWritten.set(explanation, evidence);
  }
  return `${JSON.stringify(rest).slice(0, -1)},"explanation":${evidence}}`;
}
