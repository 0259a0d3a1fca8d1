// The gate file of a desk, `gates.yaml`: what a new version must reach before it may replace the one in service, and what the
// desk wants of Usher. Read strictly: a key that nobody knows is a mistake that would otherwise switch a gate off unseen.
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { parse, YAMLParseError } from 'yaml';

const closed = { additionalProperties: false };
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Count = Type.Integer({ minimum: 0 });

const GateRulesSchema = Type.Object(
  {
    version: Type.Literal(1),
    data: Type.Object(
      {
        /** Labelled rows. */
        rows_min: Count,
        /** Labelled rows of every queue that has any. */
        queue_rows_min: Count,
        /** Rows that nearly copy one another but bear different labels, as a share of all. */
        conflicts_max: Share,
        /** Share of labels that are confidently another one. */
        label_noise_max: Share,
        /** Rows, as a share of the rows that taught the version in service. */
        champion_rows_min: Type.Number({ minimum: 0 }),
        /** Stability index of the queues' shares against the version in service, where it is more than chance. */
        drift_max: Type.Number({ minimum: 0 }),
      },
      closed,
    ),
    quality: Type.Object(
      {
        /** Lower end of the 95 % interval. */
        accuracy_min: Share,
        macro_f1_min: Share,
        /** Accuracy beyond that of always saying the largest queue. */
        above_baseline_min: Share,
        /** Upper end of the 95 % interval, for queues with at least 20 measured tickets. */
        queue_recall_min: Share,
        /** Calibration error beyond what chance makes of so many tickets. */
        calibration_error_max: Share,
      },
      closed,
    ),
    champion: Type.Object(
      {
        /** Tickets that neither version has learnt from; with fewer, nothing is compared. */
        rows_min: Count,
        /** What a version without a comparison gets: `pass` or `refuse`. */
        without_comparison: Type.Union([Type.Literal('pass'), Type.Literal('refuse')]),
        /** Share of tickets by which a version may be worse at the lower end of the 90 % interval. */
        margin: Share,
        /** Chance of a refusal when both are equally good. */
        alpha: Share,
        /** Fall of one queue's or one slice's share of right tickets that is refused when it is more than chance. */
        slice_drop_max: Share,
      },
      closed,
    ),
    robustness: Type.Object({ typo_flips_max: Share, boiler_plate_flips_max: Share }, closed),
    release: Type.Object(
      {
        /** Tickets that both versions predict before the new one answers any; 0 goes without. */
        shadow_tickets: Count,
        /** Shares of tickets that the new version answers, step by step, before it answers all. */
        canary_shares: Type.Array(Share, { maxItems: 5 }),
        canary_tickets: Count,
        /** Least share of tickets on which both say the same. */
        agreement_min: Share,
        /** A lead has to say yes before it answers all. */
        approval: Type.Boolean(),
      },
      closed,
    ),
    retrain: Type.Object(
      {
        /** New labels that call for a lesson by themselves; 0 for no lesson by itself, whatever calls for it. */
        new_labels_min: Count,
        /** Hours that a lesson by itself keeps from the last one, whoever began that and whatever came of it. */
        cooldown_hours: Type.Number({ minimum: 0 }),
        /** Days between two looks for topics without a queue; 0 for none. */
        topics_days: Count,
      },
      closed,
    ),
    goals: Type.Object(
      {
        routed_min: Share,
        wrong_routes_max: Share,
        urgent_found_min: Share,
        minutes_a_ticket: Type.Number({ minimum: 0 }),
        minutes_saved_a_week_min: Type.Number({ minimum: 0 }),
        cost_a_thousand_max: Type.Number({ minimum: 0 }),
      },
      closed,
    ),
  },
  closed,
);

/** A complete gate file. Shares are 0–1. */
export type GateRules = Static<typeof GateRulesSchema>;

/** The gate file cannot be used; the message names every fault. */
export class GateFileError extends Error {
  override readonly name = 'GateFileError';
}

/** Presets by name, from the most patient to the strictest. */
export const PRESET_NAMES = ['new-desk', 'steady', 'strict'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const STEADY: GateRules = {
  version: 1,
  data: {
    rows_min: 200,
    queue_rows_min: 8,
    conflicts_max: 0.03,
    label_noise_max: 0.25,
    champion_rows_min: 0.9,
    drift_max: 0.25,
  },
  quality: {
    accuracy_min: 0.5,
    macro_f1_min: 0.45,
    above_baseline_min: 0.2,
    queue_recall_min: 0.25,
    calibration_error_max: 0.08,
  },
  // Models of equal rows trade a queue against another by some points: at an alpha of 5 %, a margin of 3 and a fall of 10 points, one
  // sound model in eight was refused.
  champion: { rows_min: 100, without_comparison: 'refuse', margin: 0.035, alpha: 0.02, slice_drop_max: 0.15 },
  robustness: { typo_flips_max: 0.15, boiler_plate_flips_max: 0.1 },
  release: {
    shadow_tickets: 200,
    canary_shares: [0.05, 0.25],
    canary_tickets: 100,
    agreement_min: 0.7,
    approval: false,
  },
  retrain: { new_labels_min: 200, cooldown_hours: 72, topics_days: 7 },
  goals: {
    routed_min: 0.25,
    wrong_routes_max: 0.05,
    urgent_found_min: 0.8,
    minutes_a_ticket: 0.75,
    minutes_saved_a_week_min: 30,
    cost_a_thousand_max: 1,
  },
};

/** What a desk may start from. */
export const PRESETS: Readonly<Record<PresetName, GateRules>> = {
  'new-desk': {
    ...STEADY,
    data: {
      rows_min: 2,
      queue_rows_min: 4,
      conflicts_max: 0.2,
      label_noise_max: 0.5,
      champion_rows_min: 0.75,
      drift_max: 1,
    },
    quality: {
      accuracy_min: 0,
      macro_f1_min: 0,
      above_baseline_min: 0,
      queue_recall_min: 0,
      calibration_error_max: 0.15,
    },
    champion: {
      // With fewer, even two models that say the same of every ticket may differ by more than the margin.
      rows_min: 45,
      without_comparison: 'pass',
      margin: 0.06,
      alpha: 0.02,
      slice_drop_max: 0.15,
    },
    robustness: { typo_flips_max: 0.3, boiler_plate_flips_max: 0.3 },
    release: { shadow_tickets: 0, canary_shares: [], canary_tickets: 0, agreement_min: 0, approval: false },
    retrain: { new_labels_min: 50, cooldown_hours: 24, topics_days: 7 },
    goals: { ...STEADY.goals, routed_min: 0, minutes_saved_a_week_min: 0 },
  },
  steady: STEADY,
  strict: {
    ...STEADY,
    data: { ...STEADY.data, rows_min: 500, queue_rows_min: 20, conflicts_max: 0.02, champion_rows_min: 0.95 },
    quality: {
      accuracy_min: 0.6,
      macro_f1_min: 0.55,
      above_baseline_min: 0.3,
      queue_recall_min: 0.4,
      calibration_error_max: 0.05,
    },
    champion: { ...STEADY.champion, rows_min: 110, margin: 0.025, alpha: 0.05, slice_drop_max: 0.08 },
    robustness: { typo_flips_max: 0.1, boiler_plate_flips_max: 0.05 },
    release: {
      shadow_tickets: 800,
      canary_shares: [0.05, 0.25],
      canary_tickets: 200,
      agreement_min: 0.8,
      approval: true,
    },
    retrain: { new_labels_min: 500, cooldown_hours: 168, topics_days: 7 },
  },
};

/**
 * Reads a gate file: `preset: NAME` says where it starts from, and what stands beside it replaces the preset's values one by
 * one. Throws GateFileError.
 */
export function parseGateRules(text: string): GateRules {
  const said = parseYaml(text);
  const { preset = 'steady', ...own } = said;
  const base = PRESET_NAMES.find((name) => name === preset);
  if (base === undefined) {
    throw new GateFileError(
      `The gate file names the preset ${JSON.stringify(preset)}. Presets are ${PRESET_NAMES.join(', ')}.`,
    );
  }
  const whole: Record<string, unknown> = { ...PRESETS[base] };
  for (const [key, value] of Object.entries(own)) {
    const standing = whole[key];
    whole[key] = isRecord(standing) && isRecord(value) ? { ...standing, ...value } : value;
  }
  if (Value.Check(GateRulesSchema, whole)) return whole;
  const faults = [...Value.Errors(GateRulesSchema, whole)].map(faultOf);
  throw new GateFileError(
    `The gate file cannot be used: ${[...new Set(faults)].join('; ')}. Mend it and try again.`,
  );
}

function parseYaml(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    throw new GateFileError(`The gate file is no YAML: ${cause.message}`, { cause });
  }
  if (value === null) return {};
  if (isRecord(value)) return value;
  throw new GateFileError('The gate file must hold keys and values, such as `preset: steady`.');
}

function faultOf({
  instancePath,
  message,
  params,
}: {
  instancePath: string;
  message: string;
  params: object;
}): string {
  const place = instancePath.replace(/^\//, '').replaceAll('/', '.');
  if ('additionalProperties' in params && Array.isArray(params.additionalProperties)) {
    const names = params.additionalProperties.map((name) => (place === '' ? name : `${place}.${name}`));
    return `nobody knows the key ${names.join(', ')}`;
  }
  return `${place === '' ? 'the file' : place} ${message}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
