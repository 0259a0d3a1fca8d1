// Answers a batch again from memory: where each of its answers is remembered and was found to hold under today's rules, nothing is
// waited for. Most repeated batches go this way; any other one goes the long way, which judges and explains what is lacking.
import type { Field } from '../../src/core/contract.ts';
import type { Decide } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { RuleOf, TicketOnItsWay } from './ask-fields.ts';
import { answerPlace, type Standing, type TriageMemory } from './memory.ts';
import type { ReadableTicket } from './read-ticket.ts';

/** What recalling needs. */
export interface Recalling {
  readonly memory: Pick<TriageMemory, 'answers'>;
  readonly ruleOf: RuleOf;
}

/** The tickets with their answers; undefined where anything of it is not at hand. The desk has no labels that must never be missed. */
export function recall(
  runId: string,
  desk: DeskRecord,
  wanted: readonly Field[],
  tickets: readonly ReadableTicket[],
  { memory, ruleOf }: Recalling,
): TicketOnItsWay[] | undefined {
  let rules: readonly Decide[] | undefined;
  const recalled: TicketOnItsWay[] = [];
  for (const ticket of tickets) {
    const answers = memory.answers.get(answerPlace(desk.id, runId, ticket.id, ticket.textHash));
    if (answers === undefined || !wanted.every(({ id }) => answers.get(id)?.json)) return undefined;
    rules ??= rulesAtHand(desk, wanted, ruleOf);
    if (rules === undefined) return undefined;
    for (const [at, { id }] of wanted.entries()) if (!holds(answers.get(id), rules[at])) return undefined;
    recalled.push({ ticket, answers });
  }
  return recalled;
}

function holds(standing: Standing | undefined, rule: Decide | undefined): boolean {
  if (standing === undefined) return false;
  // What bears no label has nothing that could be taken away.
  return !('label' in standing.record.answer) || standing.holdsUnder === rule;
}

function rulesAtHand(desk: DeskRecord, fields: readonly Field[], ruleOf: RuleOf): Decide[] | undefined {
  const rules: Decide[] = [];
  for (const field of fields) {
    const rule = ruleOf(desk, field);
    if (rule instanceof Promise) {
      // The long way asks again, and tells why it cannot be had.
      rule.catch(() => undefined);
      return undefined;
    }
    rules.push(rule);
  }
  return rules;
}
