// Grafana's dashboard and alert rules: the dashboard in its JSON model, the rules in the format of Prometheus' rule files, which
// Grafana, Mimir and Prometheus itself read.
import { type Static, Type } from 'typebox';
import { alertMinutes, alertQuery } from './alert-query.ts';
import { ALERTS } from './alert-rules.ts';
import { PANELS, type Panel } from './panels.ts';

const closed = { additionalProperties: false };
const Datasource = Type.Object(
  { type: Type.Literal('prometheus'), uid: Type.Literal(`\${datasource}`) },
  closed,
);

/** The part of Grafana's dashboard model that we write. */
export const GrafanaSchema = Type.Object(
  {
    uid: Type.String({ minLength: 1, maxLength: 40 }),
    title: Type.String({ minLength: 1 }),
    tags: Type.Array(Type.String()),
    timezone: Type.Literal('browser'),
    schemaVersion: Type.Integer({ minimum: 36 }),
    refresh: Type.String(),
    time: Type.Object({ from: Type.String(), to: Type.String() }, closed),
    templating: Type.Object(
      {
        list: Type.Array(
          Type.Object(
            {
              name: Type.Literal('datasource'),
              type: Type.Literal('datasource'),
              query: Type.Literal('prometheus'),
              label: Type.String(),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    panels: Type.Array(
      Type.Object(
        {
          id: Type.Integer({ minimum: 1 }),
          type: Type.Literal('timeseries'),
          title: Type.String({ minLength: 1 }),
          datasource: Datasource,
          gridPos: Type.Object(
            {
              x: Type.Integer({ minimum: 0, maximum: 23 }),
              y: Type.Integer({ minimum: 0 }),
              w: Type.Integer({ minimum: 1, maximum: 24 }),
              h: Type.Integer({ minimum: 1 }),
            },
            closed,
          ),
          targets: Type.Array(
            Type.Object(
              {
                refId: Type.String({ pattern: '^[A-Z]$' }),
                expr: Type.String({ minLength: 1 }),
                legendFormat: Type.String({ minLength: 1 }),
                datasource: Datasource,
              },
              closed,
            ),
            { minItems: 1 },
          ),
          fieldConfig: Type.Object(
            {
              defaults: Type.Object(
                {
                  unit: Type.String(),
                  custom: Type.Object(
                    { thresholdsStyle: Type.Object({ mode: Type.String() }, closed) },
                    closed,
                  ),
                  thresholds: Type.Object(
                    {
                      mode: Type.Literal('absolute'),
                      steps: Type.Array(
                        Type.Object(
                          { color: Type.String(), value: Type.Union([Type.Number(), Type.Null()]) },
                          closed,
                        ),
                      ),
                    },
                    closed,
                  ),
                },
                closed,
              ),
              overrides: Type.Array(Type.Never()),
            },
            closed,
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** A file of alert rules for Prometheus. */
export const AlertFileSchema = Type.Object(
  {
    groups: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          rules: Type.Array(
            Type.Object(
              {
                alert: Type.String({ pattern: '^[A-Z][A-Za-z]+$' }),
                expr: Type.String({ minLength: 1 }),
                for: Type.String({ pattern: '^\\d+m$' }),
                labels: Type.Object({ severity: Type.String() }, closed),
                annotations: Type.Object({ summary: Type.String(), runbook_url: Type.String() }, closed),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);

const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 8;
const UNITS: Readonly<Record<Panel['unit'], string>> = {
  count: 'short',
  share: 'percentunit',
  seconds: 's',
  bytes: 'bytes',
  number: 'none',
};

/** The dashboard; whoever imports it chooses the data source. */
export function grafanaDashboard(): Static<typeof GrafanaSchema> {
  const datasource = { type: 'prometheus' as const, uid: `\${datasource}` as const };
  return {
    ...{ uid: 'usher', title: 'Usher', tags: ['usher'], timezone: 'browser', schemaVersion: 39 },
    ...{ refresh: '1m', time: { from: 'now-24h', to: 'now' } },
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }],
    },
    panels: PANELS.map(({ title, unit, lines, limit }, index) => ({
      ...{ id: index + 1, type: 'timeseries', title, datasource },
      gridPos: {
        x: (index % COLUMNS) * WIDTH,
        y: Math.floor(index / COLUMNS) * HEIGHT,
        ...{ w: WIDTH, h: HEIGHT },
      },
      targets: lines.map(({ query, name }, at) => ({
        ...{ refId: String.fromCharCode(65 + at), expr: query, legendFormat: name, datasource },
      })),
      fieldConfig: {
        defaults: {
          unit: UNITS[unit],
          custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'line' } },
          thresholds: {
            mode: 'absolute',
            steps: [
              { color: 'green', value: null },
              ...(limit === undefined ? [] : [{ color: 'red', value: limit }]),
            ],
          },
        },
        overrides: [],
      },
    })),
  };
}

/** The alerts as a rule file; `runbook` as for Cloud Monitoring. */
export function alertFile(runbook: string): Static<typeof AlertFileSchema> {
  return {
    groups: [
      {
        name: 'usher',
        rules: ALERTS.map(({ id, title, severity, rule }) => ({
          alert: `Usher${id.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}`,
          expr: alertQuery(rule),
          for: `${alertMinutes(rule)}m`,
          labels: { severity },
          annotations: { summary: title, runbook_url: `${runbook}#${id}` },
        })),
      },
    ],
  };
}
