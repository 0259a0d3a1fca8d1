// `npm run bench -- schedule [--json]`: a day of a consumer account with a schedule of five minutes and 3,000 tickets, on the built
// bundle and a virtual clock; and the same day on a Google three times as slow, which must slow the schedule down before the wall.
import { startLocalProxy } from '../sandbox/local-proxy.ts';
import { LEAD, readBuiltAddon } from '../sandbox/sample-world.ts';
import { simulateDay } from '../sandbox/simulated-day.ts';
import { atLeast, atMost, type BenchResult, reported } from './figure.ts';

const TICKETS = 3_000;
/** What Google gives a consumer account. */
const TRIGGER_MINUTES = 90;
const REQUESTS = 20_000;

export async function run(): Promise<BenchResult> {
  const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now });
  const built = await readBuiltAddon('addon');
  try {
    const day = simulateDay(built, proxy, { tickets: TICKETS, everyMinutes: 5 });
    const slow = simulateDay(built, proxy, {
      ...{ tickets: TICKETS, everyMinutes: 5 },
      latency: { cellsMs: 2_400, requestMs: 3_000 },
    });
    return {
      name: 'schedule',
      figures: [
        atMost('trigger time of the day', day.triggerMinutes, 'min', TRIGGER_MINUTES),
        atMost('requests', day.requests, 'requests', REQUESTS),
        atLeast('tickets done', day.done, 'tickets', TICKETS),
        reported('runs', day.runs, 'runs'),
        reported('runs put off', day.putOff, 'runs'),
        atMost('runs that Google refused or that failed', day.refused + day.failed, 'runs', 0),
        atMost('slow Google: trigger time', slow.triggerMinutes, 'min', TRIGGER_MINUTES),
        atLeast('slow Google: tickets done', slow.done, 'tickets', TICKETS),
        reported('slow Google: runs put off', slow.putOff, 'runs'),
        atMost('slow Google: runs refused or failed', slow.refused + slow.failed, 'runs', 0),
      ],
    };
  } finally {
    await proxy.close();
  }
}
