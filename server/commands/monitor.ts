// `usher monitor …`: what monitors say of a desk, what they would have said over its history, name swaps, and dashboards as code.
import { type Command, type CommandIo, CommandRefusal, CommandUsage } from './command.ts';

const PARTS: Readonly<Record<string, () => Promise<Command>>> = {
  report: () => import('./monitor-report.ts'),
  replay: () => import('./monitor-replay.ts'),
  swaps: () => import('./monitor-swaps.ts'),
  dashboards: () => import('./monitor-dashboards.ts'),
};
const USAGE = `Usage: usher monitor report [--desk ID] -o REPORT.html     what monitors say of a desk in the proxy's database
       usher monitor replay HISTORY.csv [-o REPORT.html]   what they would have said, day by day
       usher monitor swaps TICKETS.csv --model MODEL       whether a name changes a queue
       usher monitor dashboards -o DIR [--runbook URL]     Cloud Monitoring and Grafana, dashboards and alerts`;

/** Runs one of the parts. */
export async function run([name, ...args]: readonly string[], io: CommandIo): Promise<number> {
  if (name === '--help' || name === '-h') throw new CommandUsage(USAGE);
  const load = name !== undefined && Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (load === undefined) throw new CommandRefusal(USAGE);
  const part = await load();
  return part.run(args, io);
}
