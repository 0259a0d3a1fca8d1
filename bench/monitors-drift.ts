// Drift monitors on tickets without drift, with a new topic, with the largest queue halved, and with a shifted mix.
import { type Alert, updateAlerts } from '../server/monitor/alerts.ts';
import { correctConfidences } from '../server/monitor/confidence-correction.ts';
import { compareWithReference } from '../server/monitor/drift.ts';
import { driftSignals } from '../server/monitor/drift-signals.ts';
import { estimateAccuracy } from '../server/monitor/estimated-accuracy.ts';
import { createCalendar, DAY_MS } from '../server/monitor/outbreak/calendar.ts';
import {
  countBy,
  createReferenceProfile,
  type ReferenceProfile,
  type ReferenceTicket,
} from '../server/monitor/reference-profile.ts';
import { createReport } from '../server/monitor/report.ts';
import { isAtLeast, type Signal } from '../server/monitor/signal.ts';
import { normalQuantile } from '../src/core/statistics/normal.ts';
import { createRandom, type Random } from '../src/core/statistics/random.ts';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { type BenchDesk, createDesk, drawSome, type JudgedObservation } from './monitors-desk.ts';
import { createTraffic, type LabelledText, REPLAY_FROM, REPLAY_TO, TIME_ZONE } from './monitors-traffic.ts';

const REFERENCE = 5_000;
/** Windows drawn of each size; large ones cost most and never alarm. */
const SIZES: readonly (readonly [number, number])[] = [
  [50, 1],
  [100, 1],
  [200, 1],
  [1_000, 0.5],
  [5_000, 0.25],
];
const WINDOWS_A_REFERENCE = 20;
const NEW_TOPIC_SHARE = 0.15;
/** Queues whose tickets the model takes for those of others: as hard as a new topic can be. */
const QUEUES_LEFT_OUT = ['Purchase', 'Storage', 'HR Support'];
const SHIFT = 0.7;
const PER_WEEK = 1_500;
const AUDIT_SHARE = 0.1;

interface Split {
  readonly profile: ReferenceProfile;
  readonly others: readonly JudgedObservation[];
}

function splitDesk(
  { everyday, modelLabels }: Pick<BenchDesk, 'everyday' | 'modelLabels'>,
  seed: number,
): Split {
  const shuffled = drawSome(everyday, everyday.length, createRandom(seed));
  return {
    profile: createReferenceProfile(shuffled.slice(0, REFERENCE).map(withOutcome), modelLabels, seed),
    others: shuffled.slice(REFERENCE),
  };
}

function withOutcome(row: JudgedObservation): ReferenceTicket {
  return { ...row, isRight: row.label === row.truth };
}

function signalsOf(profile: ReferenceProfile, window: readonly JudgedObservation[], seed: number): Signal[] {
  return driftSignals(compareWithReference(profile, window, seed));
}

/** Share of windows without drift in which a monitor warns, by size; the window's own minimum is not applied. */
export function falseAlarmFigures(desk: BenchDesk, windows: number, seed: number): Figure[] {
  const random = createRandom(seed);
  return SIZES.flatMap(([size, part]) => {
    const drawn = Math.ceil(windows * part);
    const warned = new Map<string, number>();
    let any = 0;
    let split = splitDesk(desk, seed);
    for (let window = 0; window < drawn; window++) {
      if (window % WINDOWS_A_REFERENCE === 0) split = splitDesk(desk, seed + window);
      const signals = signalsOf(split.profile, drawSome(split.others, size, random), window);
      const raised = signals.filter(({ level }) => isAtLeast(level, 'warn'));
      if (raised.length > 0) any++;
      for (const { monitor } of raised) warned.set(monitor, (warned.get(monitor) ?? 0) + 1);
    }
    const worst = Math.max(0, ...warned.values()) / drawn;
    return [
      atMost(
        `no drift, ${size} tickets: worst monitor's false alarms, ${drawn} windows`,
        worst,
        'share',
        0.05,
      ),
      reported(`no drift, ${size} tickets: any monitor`, any / drawn, 'share'),
    ];
  });
}

/**
 * Alerts a month of desks on which nothing changes, with daily reports over the last week. Whether an audited prediction was
 * right is drawn with its confidence as chance: the monitors are judged here, not the model's calibration.
 */
export function monthFigures(
  desk: BenchDesk,
  texts: readonly LabelledText[],
  desks: number,
  seed: number,
): Figure[] {
  let alertsRaised = 0;
  let warned = 0;
  let reports = 0;
  for (let number = 0; number < desks; number++) {
    const random = createRandom(seed + number);
    const { profile, others } = splitDesk(desk, seed + number);
    const arrivals = createTraffic(texts, { from: REPLAY_FROM, to: REPLAY_TO, perWeek: PER_WEEK, random });
    const rows = arrivals.map(({ at, id }, row) => ({ ...others[row % others.length]!, at, id }));
    const calendar = createCalendar({ timeZone: TIME_ZONE, holidays: [] });
    const audited = rows.map((row) => ({
      row,
      isAudited: random() < AUDIT_SHARE,
      isRight: random() < row.confidence,
      site: random() < 0.7 ? 'north' : 'south',
    }));
    let alerts: readonly Alert[] = [];
    for (let now = REPLAY_FROM + 7 * DAY_MS; now <= REPLAY_TO; now += DAY_MS) {
      const known = audited.filter(({ row }) => row.at < now);
      const checked = known.filter(({ isAudited }) => isAudited);
      const report = createReport({
        now,
        profile,
        observations: known.map(({ row }) => row),
        audited: checked.map(({ row, isRight }) => ({ confidence: row.confidence, isWrong: !isRight })),
        judged: checked.map(({ row, isRight, site }) => ({
          id: row.id,
          attributes: { language: row.language, site },
          isRight,
          confidence: row.confidence,
          isAssigned: row.confidence > 0.9,
          isCorrected: !isRight,
        })),
        attributes: ['language', 'site'],
        outbreaks: [],
        calendar,
        seed: number,
      });
      reports++;
      warned += report.signals.filter(({ level }) => isAtLeast(level, 'warn')).length;
      const before = alerts.filter(({ raisedAt }) => raisedAt !== undefined).length;
      alerts = updateAlerts(alerts, report);
      alertsRaised += Math.max(0, alerts.filter(({ raisedAt }) => raisedAt !== undefined).length - before);
    }
  }
  const months = reports / 30;
  return [
    atMost(
      `no drift: alerts of all monitors, ${desks} desks, ${reports} daily reports`,
      alertsRaised / months,
      '/month',
      1,
    ),
    reported('no drift: warnings before the second report', warned / months, '/month'),
  ];
}

/** Share of windows in which a topic unknown to the model is found; required of a topic from another trade. */
export function newTopicFigures(
  tickets: readonly LabelledText[],
  strangers: readonly LabelledText[],
  options: {
    readonly trained: number;
    readonly observed: number;
    readonly windows: number;
    readonly seed: number;
  },
): Figure[] {
  const { windows, seed, ...sizes } = options;
  const desk = createDesk(tickets, { ...sizes, seed });
  const scenes = [
    { name: 'banking', ...desk, fresh: strangers.map(desk.observe), isRequired: true },
    ...QUEUES_LEFT_OUT.map((leftOut) => {
      const siblings = createDesk(tickets, { ...sizes, leftOut, seed });
      return {
        name: `queue ${leftOut} left out of training`,
        ...siblings,
        fresh: siblings.newTopic,
        isRequired: false,
      };
    }),
  ];
  return scenes.flatMap(({ name, fresh, isRequired, ...from }) => {
    const { profile, others } = splitDesk(from, seed);
    return [200, 500].map((size) => {
      const random = createRandom(seed);
      const count = Math.round(NEW_TOPIC_SHARE * size);
      let found = 0;
      for (let window = 0; window < windows; window++) {
        const rows = [...drawSome(others, size - count, random), ...drawSome(fresh, count, random)];
        if (signalsOf(profile, rows, window).some(({ level }) => isAtLeast(level, 'warn'))) found++;
      }
      const figure = `new topic (${name}), 15 % of ${size} tickets: found`;
      return isRequired
        ? atLeast(figure, found / windows, 'share', 0.9)
        : reported(figure, found / windows, 'share');
    });
  });
}

/** Share of windows in which it is seen that half of the largest queue's tickets are missing. */
export function halvedQueueFigures(desk: BenchDesk, windows: number, seed: number): Figure[] {
  let { profile, others } = splitDesk(desk, seed);
  const largest = Object.entries(countBy(others, ({ truth }) => truth)).sort(
    ([, one], [, other]) => other - one,
  )[0]?.[0];
  const random = createRandom(seed);
  return (
    [
      [200, 0.55],
      [500, 0.9],
    ] as const
  ).map(([size, limit]) => {
    let found = 0;
    for (let window = 0; window < windows; window++) {
      if (window % WINDOWS_A_REFERENCE === 0) ({ profile, others } = splitDesk(desk, seed + window));
      const rows = drawSome(others, 2 * size, random)
        .filter(({ truth }) => truth !== largest || random() < 0.5)
        .slice(0, size);
      const label = signalsOf(profile, rows, window).find(({ monitor }) => monitor === 'drift.label');
      if (label !== undefined && isAtLeast(label.level, 'warn')) found++;
    }
    return atLeast(
      `largest queue (${largest}) halved, ${size} tickets: seen in labels`,
      found / windows,
      'share',
      limit,
    );
  });
}

/** Estimated against true accuracy at 300 tickets when the mix of queues shifts. */
export function estimateFigures(desk: BenchDesk, windows: number, seed: number): Figure[] {
  const random = createRandom(seed);
  const { profile, others } = splitDesk(desk, seed);
  let distance = 0;
  let uncorrected = 0;
  let bias = 0;
  for (let window = 0; window < windows; window++) {
    const rows = shiftedWindow(others, 300, random);
    const confidences = rows.map(({ confidence }) => confidence);
    const { accuracy } = estimateAccuracy(correctConfidences(confidences, profile.correction));
    const truth = rows.filter(({ label, truth }) => label === truth).length / rows.length;
    distance += Math.abs(accuracy - truth) / windows;
    uncorrected += Math.abs(estimateAccuracy(confidences).accuracy - truth) / windows;
    bias += (accuracy - truth) / windows;
  }
  return [
    atMost('estimated accuracy, 300 tickets, shifted mix: mean absolute error', distance, 'share', 0.025),
    reported('estimated accuracy: bias', bias, 'share'),
    reported(
      'estimated accuracy: mean absolute error without correction by the reference window',
      uncorrected,
      'share',
    ),
  ];
}

// Queues grow and shrink by independent factors e^N(0, 0.7): one in six doubles or more, one in six halves or less.
function shiftedWindow(
  from: readonly JudgedObservation[],
  size: number,
  random: Random,
): JudgedObservation[] {
  const factors = new Map<string, number>();
  const rows: JudgedObservation[] = [];
  let largest = 0;
  for (const label of new Set(from.map(({ truth }) => truth))) {
    const factor = Math.exp(SHIFT * normalQuantile(random() || 0.5));
    factors.set(label, factor);
    largest = Math.max(largest, factor);
  }
  while (rows.length < size) {
    const row = from[Math.floor(random() * from.length)]!;
    if (random() < (factors.get(row.truth) ?? 0) / largest) rows.push(row);
  }
  return rows;
}
