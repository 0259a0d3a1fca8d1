// What a desk may still spend today on a model that is paid by use: shown before a run, so that nobody is surprised after it.
import { type DeskSpending, Problem } from '../core/contract.ts';
import type { HttpPort } from './ports.ts';
import { exchange } from './proxy.ts';
import { isRecord } from './settings.ts';

/** Backends that are paid by the question. */
const PAID = ['gemini', 'cascade'];

/** Null where the desk's own model answers, which costs nothing, and where the proxy does not say: a run is possible all the same. */
export function readSpending(http: HttpPort, desk: string): DeskSpending | null {
  try {
    const told = exchange(http, { method: 'GET', path: `/v1/desks/${desk}/spending` }, parseSpending);
    return PAID.includes(told.backend) ? told : null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

function parseSpending(value: unknown): DeskSpending | null {
  if (!isRecord(value) || typeof value['backend'] !== 'string') return null;
  const amounts = [value['budgetUsd'], value['spentUsd'], value['leftUsd']];
  return amounts.every((amount) => typeof amount === 'number') ? (value as unknown as DeskSpending) : null;
}
