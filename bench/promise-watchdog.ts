// How often the watchdog trips for nothing, and how soon it finds a broken promise.
import { armWatchdog, logLikelihoodRatio, type Watchdog, watchAudit } from '../src/core/promise/watchdog.ts';
import { createRandom, type Random } from '../src/core/statistics/random.ts';
import { atMost, type Figure, reported } from './figure.ts';

const ALLOWED = 0.05;
const AUDITS = 5000;
const FALSE_TRIP_RUNS = 4000;
const DETECTION_RUNS = 1000;

/** Chance of an error at each audit, counted from 1. */
type Course = (audit: number) => number;
type Watch = (random: Random, wrongAt: Course, audits: number) => number;

const constant =
  (wrong: number): Course =>
  () =>
    wrong;
const lateDouble: Course = (audit) => (audit <= 1000 ? 0.03 : 0.1);

/** Simulates both the watchdog and the plain sequential test that it replaces. */
export function watchdogFigures(): Figure[] {
  const falseTrips = Array.from({ length: FALSE_TRIP_RUNS }, (_, run) =>
    auditsToTrip(createRandom(run), constant(ALLOWED), AUDITS),
  ).filter(Number.isFinite).length;
  return [
    atMost(
      'watchdog: false trips in 5,000 audits at the allowed 5 %',
      falseTrips / FALSE_TRIP_RUNS,
      'share',
      0.01,
    ),
    atMost('watchdog: doubled error, median', medianOf(auditsToTrip, constant(0.1)), 'audits', 220),
    reported('watchdog: trebled error, median', medianOf(auditsToTrip, constant(0.15)), 'audits'),
    reported('watchdog: half as much again, median', medianOf(auditsToTrip, constant(0.075)), 'audits'),
    reported(
      'watchdog: doubled after 1,000 at 3 %, median',
      medianOf(auditsToTrip, lateDouble) - 1000,
      'audits',
    ),
    reported('plain sequential test: doubled error, median', medianOf(plainTest, constant(0.1)), 'audits'),
    reported(
      'plain sequential test: doubled after 1,000 at 3 %, median',
      medianOf(plainTest, lateDouble) - 1000,
      'audits',
    ),
  ];
}

function medianOf(watch: Watch, wrongAt: Course): number {
  const times = Array.from({ length: DETECTION_RUNS }, (_, run) =>
    watch(createRandom(run), wrongAt, 2 * AUDITS),
  );
  return times.sort((a, b) => a - b)[DETECTION_RUNS / 2] ?? Infinity;
}

function auditsToTrip(random: Random, wrongAt: Course, audits: number): number {
  let watchdog: Watchdog = armWatchdog(ALLOWED);
  for (let audit = 1; audit <= audits; audit++) {
    watchdog = watchAudit(watchdog, random() < wrongAt(audit), 0);
    if (watchdog.state === 'tripped') return audit;
  }
  return Infinity;
}

function plainTest(random: Random, wrongAt: Course, audits: number): number {
  let evidence = 0;
  for (let audit = 1; audit <= audits; audit++) {
    evidence += logLikelihoodRatio(random() < wrongAt(audit), ALLOWED);
    if (evidence >= Math.log(100)) return audit;
  }
  return Infinity;
}
