// One look at a desk: new tickets are judged for outbreaks, and once a day all monitors report. The add-on's schedule or Cloud
// Scheduler asks for looks; nothing here relies on time between requests.
import { type Field, Problem } from '../../src/core/contract.ts';
import type { Tick } from '../../src/core/health-schemas.ts';
import { type Alert, updateAlerts } from '../monitor/alerts.ts';
import type { JudgedTicket } from '../monitor/fairness.ts';
import { createCalendar, DAY_MS, HOUR_MS } from '../monitor/outbreak/calendar.ts';
import {
  ageOutbreak,
  decideOutbreak,
  type Outbreak,
  type OutbreakDecision,
} from '../monitor/outbreak/outbreak.ts';
import { createReferenceProfile, REFERENCE_TICKETS_MIN } from '../monitor/reference-profile.ts';
import { createReport, type MonitorReport } from '../monitor/report.ts';
import { WINDOW_TICKETS_MIN } from '../monitor/window.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { AuditFacts } from '../store/health-figures.ts';
import type { MonitoredField } from '../store/monitoring.ts';
import type { Store } from '../store/store.ts';
import type { Trace } from '../store/trace-rows.ts';
import { type FrozenReference, type MonitorState, rowOf, stateOf } from './monitor-state.ts';
import { observationOf } from './observations.ts';
import { createOutbreakWatch, HISTORY_MS } from './outbreak-watch.ts';
import { type SelfFactsSource, selfFactsOf } from './self-facts.ts';

/** What came of a look. */
export interface Look {
  /** False when another look was under way: nothing was done. */
  readonly isTaken: boolean;
  /** Outbreaks that this look brought before people. */
  readonly proposed: readonly Outbreak[];
  /** Undefined where no report was due. */
  readonly report?: MonitorReport;
}

/** A look in figures, for metrics. */
export interface LookOutcome {
  readonly desk: DeskRecord;
  readonly at: number;
  readonly report: MonitorReport | undefined;
  readonly alerts: readonly Alert[];
  readonly openOutbreaks: number;
  /** Outbreaks that this look brought before people. */
  readonly proposed: readonly Outbreak[];
  /** Local time of an instant on the desk, as HH:MM. */
  readonly timeOf: (at: number) => string;
  /** How many labels' promises stand how. */
  readonly promises: Readonly<Record<'proven' | 'unproven' | 'tripped', number>>;
}

/** Looks at desks. */
export interface DeskWatch {
  look(desk: DeskRecord, tick: Tick): Promise<Look>;
  /** A person's word on an outbreak; throws a problem where there is none, or it is over. */
  decide(desk: DeskRecord, id: string, decision: OutbreakDecision, by: string): Promise<void>;
}

/** What a watch is made of. */
export interface Watching extends SelfFactsSource {
  readonly store: Store;
  /** Resolves when all tickets that were answered by now are in the log and among the traces. */
  readonly flush: () => Promise<void>;
  /** Told of each look that was kept. */
  readonly onLook?: (found: LookOutcome) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A report a day, a little less so that it does not wander around the clock. */
const REPORT_EVERY_MS = 20 * HOUR_MS;
/** While there is too little data somebody waits for it to become enough. */
const EARLY_REPORT_EVERY_MS = HOUR_MS;
const WINDOW_DAYS = 7;
const WINDOW_DAYS_MAX = 28;
/** A reference window is a week of a model's tickets, or as many as a large desk has in a day or two. */
const REFERENCE_DAYS = 7;
const REFERENCE_TICKETS = 2_000;
const REFERENCE_TICKETS_MAX = 5_000;
/** Judged audits by which fairness and honesty are told. */
const AUDITS_MAX = 5_000;
const REPORT_SEED = 1;

/** A watch over a store. */
export function createDeskWatch(watching: Watching): DeskWatch {
  const { store, flush, now } = watching;
  const { monitoring } = store;
  const outbreakWatch = createOutbreakWatch(monitoring);

  return {
    look: async (desk, tick) => {
      const field = fieldOf(desk);
      const place = { desk: desk.id, field: field.id };
      assertTimeZone(tick);
      await flush();
      const at = now();
      const row = await monitoring.find(place);
      const revision = row?.revision ?? 0;
      if (!(await monitoring.claim(place, revision))) return { isTaken: false, proposed: [] };
      const state = { ...stateOf(row), tick, tickedAt: at };
      const known = new Set((await monitoring.outbreaks(place)).filter(isProposed).map(({ id }) => id));
      const { outbreaks, changed, watched, keep } = await outbreakWatch.look(place, revision, tick, at);
      const next = isReportDue(state, at) ? await report(desk, field, state, outbreaks, at) : state;
      if (!(await monitoring.keep(place, revision + 1, { ...rowOf(next), outbreaks: changed, watched }))) {
        return { isTaken: false, proposed: [] };
      }
      keep();
      await monitoring.forget(place, at - HISTORY_MS);
      const proposed = outbreaks.filter((one) => isProposed(one) && !known.has(one.id));
      watching.onLook?.({
        ...{ desk, at, report: next.report, alerts: next.alerts, proposed },
        timeOf: createCalendar(calendarOf(tick)).timeOf,
        openOutbreaks: outbreaks.filter(isStanding).length,
        promises: await countPromises(desk, field),
      });
      return {
        isTaken: true,
        proposed,
        ...(next.report === undefined || next.report === state.report ? {} : { report: next.report }),
      };
    },
    decide: async (desk, id, decision, by) => {
      const place = { desk: desk.id, field: fieldOf(desk).id };
      const outbreak = (await monitoring.outbreaks(place)).find((one) => one.id === id);
      if (outbreak === undefined || outbreak.status.state === 'candidate') throw noSuchOutbreak(id);
      const at = now();
      const outcome = decideOutbreak(ageOutbreak(outbreak, at), decision, by, at);
      if (!outcome.isDecided) {
        throw new Problem('conflict', 'This outbreak is over, so there is nothing to decide.', { id });
      }
      // A look that is under way holds the outbreak as it was; with the next revision it keeps nothing and is made anew.
      const revision = (await monitoring.find(place))?.revision ?? 0;
      if (!(await monitoring.claim(place, revision))) {
        throw new Problem('conflict', 'Usher is looking at this desk right now. Press again in a moment.', {
          id,
        });
      }
      await monitoring.saveOutbreak(place, outcome.outbreak);
    },
  };

  async function countPromises(desk: DeskRecord, field: Field): Promise<LookOutcome['promises']> {
    const counts = { proven: 0, unproven: 0, tripped: 0 };
    for (const { state } of (await watching.promises.standing(desk, field))?.labels ?? []) counts[state]++;
    return counts;
  }

  async function report(
    desk: DeskRecord,
    field: Field,
    state: MonitorState,
    outbreaks: readonly Outbreak[],
    at: number,
  ): Promise<MonitorState> {
    const place = { desk: desk.id, field: field.id };
    const model = (await store.models.inService(desk.id))[field.id];
    const reference = await referenceOf(place, state, model, at);
    const since = Math.max(at - WINDOW_DAYS_MAX * DAY_MS, (reference?.until ?? 0) + 1);
    const isOfModel = (trace: Trace): boolean => trace.model === (model ?? '');
    let traces = (await monitoring.traces(place, Math.max(since, at - WINDOW_DAYS * DAY_MS))).filter(
      isOfModel,
    );
    if (traces.length < WINDOW_TICKETS_MIN) {
      traces = (await monitoring.traces(place, since)).filter(isOfModel);
    }
    const audits = await store.healthFigures.auditedTickets(
      ...([desk.id, field.id, at - WINDOW_DAYS_MAX * DAY_MS, AUDITS_MAX] as const),
    );
    const made = createReport({
      now: at,
      profile: reference?.profile,
      observations: traces.map(observationOf),
      audited: audits.map(({ confidence, isRight }) => ({ confidence, isWrong: !isRight })),
      judged: audits.map(judgedOf),
      attributes: attributesOf(audits),
      outbreaks,
      calendar: createCalendar(calendarOf(state.tick)),
      self: await selfFactsOf(watching, desk, field, state.tick, at),
      seed: REPORT_SEED,
    });
    return {
      ...state,
      ...(reference === undefined ? {} : { reference }),
      report: made,
      alerts: updateAlerts(state.alerts, made),
    };
  }

  /** The reference of the model in service, frozen from its first tickets once there are enough. */
  async function referenceOf(
    place: MonitoredField,
    { reference }: MonitorState,
    model: string | undefined,
    at: number,
  ): Promise<FrozenReference | undefined> {
    if (model === undefined) return undefined;
    if (reference?.model === model) return reference;
    const own = (await monitoring.traces(place, at - WINDOW_DAYS_MAX * DAY_MS)).filter(
      (trace) => trace.model === model && trace.arrivedAt <= at,
    );
    const [first] = own;
    const isEnough =
      first !== undefined &&
      own.length >= REFERENCE_TICKETS_MIN &&
      (own.length >= REFERENCE_TICKETS || at - first.seenAt >= REFERENCE_DAYS * DAY_MS);
    if (!isEnough) return undefined;
    const chosen = own.slice(0, REFERENCE_TICKETS_MAX);
    const labels = (await store.models.find(place.desk, model))?.report.labels ?? [];
    return {
      model,
      until: chosen.at(-1)?.arrivedAt ?? at,
      profile: createReferenceProfile(
        chosen.map(observationOf),
        labels.map(({ label }) => label),
        REPORT_SEED,
      ),
    };
  }
}

/** The field that monitors look at: the desk's first. */
export function fieldOf(desk: DeskRecord): Field {
  const [field] = desk.fields;
  if (field === undefined) throw new Problem('no_labels', 'The desk has no field yet. Set it up first.');
  return field;
}

/** The desk's calendar; UTC until a look has said better. */
export function calendarOf(tick: Tick | undefined) {
  return { timeZone: tick?.timeZone ?? 'UTC', holidays: tick?.holidays ?? [] };
}

function isReportDue({ report }: MonitorState, at: number): boolean {
  if (report === undefined || report.now > at) return true;
  const every = report.window.n < WINDOW_TICKETS_MIN ? EARLY_REPORT_EVERY_MS : REPORT_EVERY_MS;
  return at - report.now >= every;
}

function isStanding({ status }: Outbreak): boolean {
  return status.state === 'proposed' || status.state === 'confirmed';
}

function isProposed({ status }: Outbreak): boolean {
  return status.state === 'proposed';
}

function judgedOf({ ticketId, isRight, confidence, language, attributes }: AuditFacts): JudgedTicket {
  return {
    id: ticketId,
    attributes: {
      ...(attributes === null ? {} : (JSON.parse(attributes) as Record<string, string>)),
      ...(language === null ? {} : { language }),
    },
    isRight,
    confidence,
    isAssigned: true,
    isCorrected: !isRight,
  };
}

/** `language` and whatever columns the desk sends along. */
function attributesOf(audits: readonly AuditFacts[]): string[] {
  const names = audits.flatMap(({ attributes }) =>
    attributes === null ? [] : Object.keys(JSON.parse(attributes) as object),
  );
  return [...new Set(['language', ...names])];
}

function assertTimeZone({ timeZone }: Tick): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new Problem(
      'bad_request',
      `"${timeZone}" is no time zone that is known here. Send the spreadsheet's own, such as Europe/Berlin.`,
      {},
      { cause },
    );
  }
}

function noSuchOutbreak(id: string): Problem {
  return new Problem('not_found', 'There is no such outbreak. It may have been forgotten since.', { id });
}
