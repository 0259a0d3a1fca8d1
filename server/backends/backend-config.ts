// Which backend answers which desk, and what the others than the embedded one need to know.
import type { Reader } from '../environment.ts';
import { type GeminiConfig, readGemini } from '../vertex/gemini-config.ts';
import { readVertex, type VertexConfig } from '../vertex/vertex-config.ts';

/** When tickets go on to another model, and to which. */
export interface CascadeConfig {
  readonly to: 'vertex-endpoint' | 'gemini';
  /** Confidence of the embedded model under which a ticket goes on where no promise says when, 0–1. */
  readonly below: number;
}

/** What may be spent in a day, in US dollars. */
export interface BudgetConfig {
  readonly standardUsd: number;
  readonly byDeskUsd: Readonly<Record<string, number>>;
}

/** Which backend answers. */
export interface BackendConfig {
  readonly standard: ChosenBackend;
  /** Exceptions, by desk. */
  readonly byDesk: Readonly<Record<string, ChosenBackend>>;
  /** Set where a desk may choose `vertex-endpoint`, or a cascade to it. */
  readonly vertex: VertexConfig | undefined;
  /** Set where a desk may choose `gemini`, or a cascade to it. */
  readonly gemini: GeminiConfig | undefined;
  readonly cascade: CascadeConfig;
  readonly budget: BudgetConfig;
}

const KINDS = ['embedded', 'vertex-endpoint', 'gemini', 'cascade'] as const;
export type ChosenBackend = (typeof KINDS)[number];

/** Under three quarters, one ticket in three is wrong on the data sets tried; above, a second opinion seldom pays. */
const CASCADE_BELOW_PERCENT = 75;
/** Four thousand escalated tickets of a small model: nobody is surprised by a dollar. */
const BUDGET_USD = 1;

/** Reads USHER_BACKEND, USHER_DESK_BACKENDS, the cascade, the budgets, and the USHER_VERTEX_ and USHER_GEMINI_ variables. */
export function readBackends(reader: Reader): BackendConfig {
  const standard = reader.choice('USHER_BACKEND', KINDS, 'embedded');
  const byDesk = readByDesk(reader, 'USHER_DESK_BACKENDS', `DESK=${KINDS.join('|')}`, (text) =>
    KINDS.find((one) => one === text),
  );
  const cascade = {
    to: reader.choice('USHER_CASCADE_TO', ['gemini', 'vertex-endpoint'] as const, 'gemini'),
    below: reader.whole('USHER_CASCADE_BELOW_PERCENT', CASCADE_BELOW_PERCENT, 1, 100) / 100,
  };
  const chosen = [standard, ...Object.values(byDesk)].map((kind) => (kind === 'cascade' ? cascade.to : kind));
  return {
    ...{ standard, byDesk, cascade },
    budget: readBudget(reader),
    vertex: chosen.includes('vertex-endpoint') ? readVertex(reader) : undefined,
    gemini: chosen.includes('gemini') ? readGemini(reader) : undefined,
  };
}

function readBudget(reader: Reader): BudgetConfig {
  const amount = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);
  const text = reader.text('USHER_DAILY_BUDGET_USD', String(BUDGET_USD));
  const standardUsd = amount(text);
  if (standardUsd === undefined) {
    reader.faults.push(
      `USHER_DAILY_BUDGET_USD is "${text}". Set an amount of US dollars a day, such as 2.50.`,
    );
  }
  const byDeskUsd = readByDesk(reader, 'USHER_DESK_BUDGETS_USD', 'DESK=2.50', amount);
  return { standardUsd: standardUsd ?? 0, byDeskUsd };
}

function readByDesk<T>(
  reader: Reader,
  name: string,
  form: string,
  read: (text: string) => T | undefined,
): Record<string, T> {
  const byDesk: Record<string, T> = Object.create(null);
  for (const entry of reader.list(name)) {
    const [desk = '', text = ''] = entry.split('=').map((part) => part.trim());
    const value = read(text);
    if (desk !== '' && value !== undefined) byDesk[desk] = value;
    else reader.faults.push(`${name} holds "${entry}". Set ${form}, with commas between them.`);
  }
  return byDesk;
}
