// `usher monitor dashboards`: writes the dashboards and alerts of a deployment, checked against the shapes that their readers take.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import {
  AlertPolicySchema,
  alertPolicies,
  DashboardSchema,
  monitoringDashboard,
} from '../deploy/observability/cloud-monitoring.ts';
import {
  AlertFileSchema,
  alertFile,
  GrafanaSchema,
  grafanaDashboard,
} from '../deploy/observability/grafana.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';

const USAGE = `Usage: usher monitor dashboards -o DIR [--runbook URL]
Writes dashboard.json and policies/*.json for Cloud Monitoring, grafana.json, and alerts.json, a rule file for Prometheus or Grafana.
URL is where people read docs/runbook-alerts.md.`;

/** Writes the files and names them. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: {
        output: { type: 'string', short: 'o' },
        runbook: { type: 'string', default: 'docs/runbook-alerts.md' },
      },
    },
    USAGE,
  );
  if (values.output === undefined) throw new CommandRefusal(USAGE);
  const { output, runbook } = values;
  mkdirSync(join(output, 'policies'), { recursive: true });
  const write = (name: string, schema: TSchema, value: object) => {
    if (!Value.Check(schema, value))
      throw new Error(`${name} does not have the shape that its reader takes.`);
    writeFileSync(join(output, name), `${JSON.stringify(value, null, 2)}\n`);
  };
  write('dashboard.json', DashboardSchema, monitoringDashboard());
  const policies = alertPolicies(runbook);
  for (const policy of policies) {
    write(`policies/${policy.userLabels['alert'] ?? ''}.json`, AlertPolicySchema, policy);
  }
  write('grafana.json', GrafanaSchema, grafanaDashboard());
  write('alerts.json', AlertFileSchema, alertFile(runbook));
  io.out(`Wrote two dashboards, ${policies.length} alert policies and a rule file into ${output}.\n`);
  return 0;
}
