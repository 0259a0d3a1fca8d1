// Cloud Monitoring's dashboard and alert policies, in the shape of its REST API (projects.dashboards, projects.alertPolicies).
import { type Static, Type } from 'typebox';
import { alertMinutes, alertQuery } from './alert-query.ts';
import { ALERTS, type AlertDefinition } from './alert-rules.ts';
import { PANELS, type Panel } from './panels.ts';

const closed = { additionalProperties: false };

/** The part of a dashboard that we write. */
export const DashboardSchema = Type.Object(
  {
    displayName: Type.String({ minLength: 1 }),
    mosaicLayout: Type.Object(
      {
        columns: Type.Literal(48),
        tiles: Type.Array(
          Type.Object(
            {
              xPos: Type.Integer({ minimum: 0, maximum: 47 }),
              yPos: Type.Integer({ minimum: 0 }),
              width: Type.Integer({ minimum: 1, maximum: 48 }),
              height: Type.Integer({ minimum: 1 }),
              widget: Type.Object(
                {
                  title: Type.String({ minLength: 1 }),
                  xyChart: Type.Object(
                    {
                      dataSets: Type.Array(
                        Type.Object(
                          {
                            timeSeriesQuery: Type.Object(
                              { prometheusQuery: Type.String({ minLength: 1 }), unitOverride: Type.String() },
                              closed,
                            ),
                            plotType: Type.Literal('LINE'),
                            legendTemplate: Type.String({ minLength: 1 }),
                            targetAxis: Type.Literal('Y1'),
                          },
                          closed,
                        ),
                        { minItems: 1, maxItems: 50 },
                      ),
                      thresholds: Type.Array(
                        Type.Object({ value: Type.Number(), targetAxis: Type.Literal('Y1') }, closed),
                      ),
                    },
                    closed,
                  ),
                },
                closed,
              ),
            },
            closed,
          ),
          { minItems: 1, maxItems: 40 },
        ),
      },
      closed,
    ),
  },
  closed,
);

const Duration = Type.String({ pattern: '^\\d+s$' });

/** The part of an alert policy that we write. */
export const AlertPolicySchema = Type.Object(
  {
    displayName: Type.String({ minLength: 1 }),
    combiner: Type.Literal('OR'),
    conditions: Type.Tuple([
      Type.Object(
        {
          displayName: Type.String({ minLength: 1 }),
          conditionPrometheusQueryLanguage: Type.Object(
            { query: Type.String({ minLength: 1 }), duration: Duration, evaluationInterval: Duration },
            closed,
          ),
        },
        closed,
      ),
    ]),
    severity: Type.Union([Type.Literal('CRITICAL'), Type.Literal('WARNING')]),
    documentation: Type.Object(
      { content: Type.String({ minLength: 1 }), mimeType: Type.Literal('text/markdown') },
      closed,
    ),
    alertStrategy: Type.Object({ autoClose: Duration }, closed),
    userLabels: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_-]{0,62}$' }), Type.String()),
  },
  closed,
);

const COLUMNS = 3;
const WIDTH = 16;
const HEIGHT = 14;
const UNITS: Readonly<Record<Panel['unit'], string>> = {
  count: '1',
  share: '1',
  seconds: 's',
  bytes: 'By',
  number: '1',
};
const EVALUATED_EVERY = '60s';
const CLOSED_AFTER = '86400s';

/** The dashboard. */
export function monitoringDashboard(): Static<typeof DashboardSchema> {
  return {
    displayName: 'Usher',
    mosaicLayout: {
      columns: 48,
      tiles: PANELS.map(({ title, unit, lines, limit }, index) => ({
        xPos: (index % COLUMNS) * WIDTH,
        yPos: Math.floor(index / COLUMNS) * HEIGHT,
        ...{ width: WIDTH, height: HEIGHT },
        widget: {
          title,
          xyChart: {
            dataSets: lines.map(({ query, name }) => ({
              timeSeriesQuery: { prometheusQuery: query, unitOverride: UNITS[unit] },
              ...{ plotType: 'LINE' as const, targetAxis: 'Y1' as const },
              legendTemplate: name.replaceAll(/\{\{(\w+)\}\}/g, '$${metric.labels.$1}'),
            })),
            thresholds: limit === undefined ? [] : [{ value: limit, targetAxis: 'Y1' as const }],
          },
        },
      })),
    },
  };
}

/** One policy an alert; `runbook` is the address of docs/runbook-alerts.md as people reach it. */
export function alertPolicies(runbook: string): Static<typeof AlertPolicySchema>[] {
  return ALERTS.map((alert) => alertPolicy(alert, runbook));
}

function alertPolicy(
  { id, title, severity, rule }: AlertDefinition,
  runbook: string,
): Static<typeof AlertPolicySchema> {
  return {
    displayName: `Usher: ${title}`,
    combiner: 'OR',
    conditions: [
      {
        displayName: title,
        conditionPrometheusQueryLanguage: {
          query: alertQuery(rule),
          duration: `${alertMinutes(rule) * 60}s`,
          evaluationInterval: EVALUATED_EVERY,
        },
      },
    ],
    severity: severity === 'page' ? 'CRITICAL' : 'WARNING',
    documentation: { content: `What to do: ${runbook}#${id}`, mimeType: 'text/markdown' },
    alertStrategy: { autoClose: CLOSED_AFTER },
    userLabels: { usher: 'alert', severity, alert: id },
  };
}
