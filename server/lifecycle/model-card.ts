// The model card: what a version is for, what it was made of, how good it is and where it fails, as JSON in the fields of Google's
// Model Card Toolkit (schema 0.0.2) and as a page in Markdown. Made of figures alone, so the same version gives the same card.

import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { CountedShare, Evaluation } from './evaluation.ts';
import type { GateResult } from './gate.ts';

/** What a card tells of. */
export interface CardInput {
  readonly desk: string;
  readonly field: string;
  readonly dataHash: string;
  readonly labels: readonly string[];
  readonly rowsPerLabel: readonly number[];
  /** Time of the newest ticket, ISO 8601; null where the rows tell no time. */
  readonly until: string | null;
  readonly from: string | null;
  readonly parent: string | null;
  readonly settings: string;
  readonly evaluation: Evaluation;
  readonly table: PromiseTable;
  readonly gate: GateResult;
}

interface Metric {
  readonly type: string;
  readonly value: number;
  readonly slice: string;
  readonly confidence_interval?: { readonly lower_bound: number; readonly upper_bound: number };
}

const OVERVIEW =
  'Tells the queue of a support ticket from its words. A linear model over hashed words and parts of words; it holds no text.';
const LIMITS = [
  'It knows the queues and the words of the tickets that it learnt from; new topics are suggestions at best.',
  'What is promised holds for tickets like those that were checked. When they change, audits take the promise back.',
  'A language with few tickets among those it learnt from is told less well; see the slices.',
];
const TRADEOFFS = [
  'A linear model is a little less accurate than a neural network, and says exactly which words decided.',
];
const RISKS = [
  {
    name: 'Some groups of customers are served worse than others',
    mitigation:
      'Slices by language, channel and length are measured and gated; other attributes where the desk maps them.',
  },
  {
    name: 'People follow a wrong suggestion',
    mitigation:
      'Suggestions look like suggestions, carry their confidence, and some tickets are judged blind.',
  },
];

/** The card as a value for canonical JSON. */
export function modelCard(input: CardInput) {
  return {
    schema_version: '0.0.2',
    model_details: {
      name: `${input.desk} / ${input.field}`,
      overview: OVERVIEW,
      owners: [{ name: `Leads of the desk ${input.desk}` }],
      version: { name: input.dataHash.slice(0, 12), date: input.until ?? '', diff: input.parent ?? '' },
      licenses: [{ identifier: 'Apache-2.0' }],
      references: [],
    },
    model_parameters: {
      model_architecture: `Multinomial logistic regression with a second view and one calibrated mixture: ${input.settings}`,
      data: [
        {
          name: 'Tickets labelled by people',
          description: `${sum(input.rowsPerLabel)} tickets of ${input.labels.length} queues; hash ${input.dataHash}; kept as hashed features only.`,
          graphics: {
            collection: input.labels.map((label, at) => ({ name: label, rows: input.rowsPerLabel[at] ?? 0 })),
          },
        },
      ],
      input_format: 'Subject and body of a ticket',
      output_format: 'A probability for each queue, and a decision under the promise',
    },
    quantitative_analysis: { performance_metrics: metricsOf(input.evaluation) },
    considerations: {
      users: [{ description: 'Support staff and their leads' }],
      use_cases: [{ description: 'Routing support tickets to queues; nothing that decides about people' }],
      limitations: LIMITS.map((description) => ({ description })),
      tradeoffs: TRADEOFFS.map((description) => ({ description })),
      ethical_considerations: RISKS,
    },
    usher: {
      promise: input.table,
      gate: { passes: input.gate.passes, verdicts: input.gate.verdicts },
      confusions: input.evaluation.confusions.map(({ truth, predicted, tickets }) => ({
        truth,
        predicted,
        tickets,
      })),
    },
  };
}

/** The same card as a page for people. */
export function modelCardPage(input: CardInput): string {
  const { evaluation, table, gate } = input;
  const refused = gate.verdicts.filter(({ verdict }) => verdict === 'refuses');
  const proven = table.groups.filter(({ state }) => state === 'proven');
  return `${[
    `# Model card: ${input.desk} / ${input.field}`,
    OVERVIEW,
    '## Made of',
    `${sum(input.rowsPerLabel)} labelled tickets${input.from === null ? '' : `, ${input.from.slice(0, 10)} to ${(input.until ?? '').slice(0, 10)}`}; data ${input.dataHash.slice(0, 16)}; settings ${input.settings}; before it: ${input.parent ?? 'nothing'}.`,
    '## How good',
    `Measured on ${evaluation.accuracy.n} tickets it had not seen (${evaluation.basis}).`,
    '| figure | value | 95 % interval |\n|---|---|---|',
    [
      row('accuracy', evaluation.accuracy),
      `| macro-F1 | ${percent(evaluation.macroF1.value)} | ${interval(evaluation.macroF1.interval)} |`,
      row('right among the first three', evaluation.top3),
      `| calibration error | ${percent(evaluation.calibration.error)} | by chance up to ${percent(evaluation.calibration.chance)} |`,
      row('change by slips of the keyboard', evaluation.robustness.typos),
      row('change by boiler-plate', evaluation.robustness.boilerPlate),
    ].join('\n'),
    '| queue | tickets measured | found | right when said |\n|---|---|---|---|',
    evaluation.queues
      .map(
        ({ label, recall, precision }) =>
          `| ${label} | ${recall.n} | ${percent(recall.share)} | ${percent(precision.share)} |`,
      )
      .join('\n'),
    '| slice | tickets | right | 95 % interval |\n|---|---|---|---|',
    evaluation.slices
      .filter(({ attribute }) => attribute !== 'queue')
      .map(
        ({ attribute, slice, right }) =>
          `| ${attribute} ${slice} | ${right.n} | ${percent(right.share)} | ${interval(right.interval)} |`,
      )
      .join('\n'),
    '## Promise',
    proven.length === 0
      ? `Nothing is proven at ${percent(table.target)}: suggestions only.`
      : `At ${percent(table.target)}: ${proven.flatMap(({ labels }) => labels).join(', ')}; about ${percent(table.routedShare)} of all tickets.`,
    '## Gate',
    gate.passes ? 'Passes.' : `Refused:\n${refused.map(({ sentence }) => `- ${sentence}`).join('\n')}`,
    '## Limits',
    LIMITS.map((limit) => `- ${limit}`).join('\n'),
    '## Risks',
    RISKS.map(({ name, mitigation }) => `- ${name}. ${mitigation}`).join('\n'),
  ].join('\n\n')}\n`;
}

function metricsOf(evaluation: Evaluation): Metric[] {
  const metrics: Metric[] = [];
  const add = (
    type: string,
    slice: string,
    { share, interval: range }: Pick<CountedShare, 'share' | 'interval'>,
  ): void => {
    if (share === null || range === null) return;
    metrics.push({
      type,
      value: share,
      slice,
      confidence_interval: { lower_bound: range.low, upper_bound: range.high },
    });
  };
  add('accuracy', '', evaluation.accuracy);
  add('macro_f1', '', { share: evaluation.macroF1.value, interval: evaluation.macroF1.interval });
  add('top3_recall', '', evaluation.top3);
  if (evaluation.calibration.error !== null) {
    metrics.push({ type: 'calibration_error', value: evaluation.calibration.error, slice: '' });
  }
  for (const { label, recall, precision } of evaluation.queues) {
    add('recall', `queue=${label}`, recall);
    add('precision', `queue=${label}`, precision);
  }
  for (const { attribute, slice, right } of evaluation.slices) {
    if (attribute !== 'queue') add('accuracy', `${attribute}=${slice}`, right);
  }
  return metrics;
}

function row(name: string, { share, n, interval: range }: CountedShare): string {
  return `| ${name} | ${percent(share)} of ${n} | ${interval(range)} |`;
}

function interval(range: { low: number; high: number } | null): string {
  return range === null ? '–' : `${percent(range.low)} to ${percent(range.high)}`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Number((100 * share).toFixed(1))} %`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
