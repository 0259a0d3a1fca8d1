// Asks the proxy about many batches, some at a time, and again about those that met a passing failure.
import { Problem, type TriageAnswer, type WireTicket } from '../core/contract.ts';
import type { Outcome } from './plan-triage.ts';
import type { HttpPort } from './ports.ts';
import { answerOf, isPassing, parseTriageAnswer, type TriageAsk, triageRequest } from './proxy.ts';

/** Requests sent at the same time: ten carry 2,000 tickets, and Google is seen to run 10 to 20 in parallel. */
const REQUESTS_AT_ONCE = 10;
/** How often in a row a group of requests is sent of which none is answered; a busy proxy takes some and tells the others to come again. */
const TRIES_MAX = 3;

export interface WaveOutcome {
  /** By Usher ID. */
  readonly answered: Map<string, Outcome>;
  /** Tickets whose batch failed in the end. */
  readonly unsent: number;
  /** Tickets that the run did not come to. */
  readonly late: number;
  /** US dollars that the answers cost; what was spent on one that was lost on its way is not known here. */
  readonly costUsd: number;
  /** Set when the run must stop: the proxy refuses, or is away after all tries. */
  readonly problem: Problem | null;
}

/** Asks about every batch of the wave until one group of requests fails for good, or `mustEnd`, which hears how many are answered. */
export function askWave(
  http: HttpPort,
  ask: TriageAsk,
  wave: readonly WireTicket[][],
  mustEnd: (answered: number) => boolean,
): WaveOutcome {
  const answered = new Map<string, Outcome>();
  let costUsd = 0;
  for (let at = 0; at < wave.length; at += REQUESTS_AT_ONCE) {
    if (at > 0 && mustEnd(answered.size))
      return { answered, unsent: 0, late: countTickets(wave.slice(at)), costUsd, problem: null };
    const group = wave.slice(at, at + REQUESTS_AT_ONCE);
    const { failed, problem, costUsd: spent } = askGroup(http, ask, group, answered);
    costUsd += spent;
    if (problem) {
      return {
        answered,
        unsent: countTickets([...failed, ...wave.slice(at + REQUESTS_AT_ONCE)]),
        late: 0,
        costUsd,
        problem,
      };
    }
  }
  return { answered, unsent: 0, late: 0, costUsd, problem: null };
}

function askGroup(
  http: HttpPort,
  ask: TriageAsk,
  group: readonly WireTicket[][],
  answered: Map<string, Outcome>,
): { readonly failed: readonly WireTicket[][]; readonly problem: Problem | null; readonly costUsd: number } {
  let pending = group;
  let problem: Problem | null = null;
  let costUsd = 0;
  for (let tries = 0; tries < TRIES_MAX && pending.length > 0; ) {
    const results = http.send(pending.map((batch) => triageRequest(ask, batch)));
    const again: WireTicket[][] = [];
    problem = null;
    for (let i = 0; i < pending.length; i++) {
      const batch = pending[i];
      const result = results[i];
      if (!batch || !result) continue;
      try {
        const answer = answerOf(result, parseTriageAnswer);
        collect(answer, answered);
        costUsd += answer.usage.costUsd;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problem = error;
        again.push(batch);
      }
    }
    tries = again.length < pending.length ? 0 : tries + 1;
    pending = again;
    if (problem && !isPassing(problem)) break;
  }
  return { failed: pending, problem, costUsd };
}

function collect(answer: TriageAnswer, outcomes: Map<string, Outcome>): void {
  for (const prediction of answer.predictions) {
    outcomes.set(prediction.id, { kind: 'predicted', prediction, answer });
  }
  for (const problem of answer.problems) outcomes.set(problem.id, { kind: 'refused', problem });
}

/** Tickets in all batches together. */
export function countTickets(batches: readonly WireTicket[][]): number {
  return batches.reduce((sum, batch) => sum + batch.length, 0);
}
