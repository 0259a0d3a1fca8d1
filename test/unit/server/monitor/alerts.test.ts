import { describe, expect, it } from '@jest/globals';
import { type Alert, updateAlerts } from '../../../../server/monitor/alerts.ts';
import type { MonitorReport } from '../../../../server/monitor/report.ts';
import type { SignalLevel } from '../../../../server/monitor/signal.ts';
import { DAY, NOW } from './observations.ts';

function aReport(day: number, level: SignalLevel | undefined, monitor = 'drift.label'): MonitorReport {
  const signal = { monitor, n: 300, effect: 0.2, critical: 0.1, sentence: 'The mix has changed.', rows: [] };
  return {
    now: NOW + day * DAY,
    window: { from: NOW, to: NOW, n: 300 },
    level: level ?? 'ok',
    notes: [],
    data: { duplicates: 0, fromFuture: 0, longestGapMs: 0, isOneLabel: false },
    signals: level === undefined ? [] : [{ ...signal, level }],
  };
}

function alertsAfter(levels: readonly (SignalLevel | undefined)[], monitor?: string): Alert[] {
  return levels.reduce<Alert[]>(
    (alerts, level, day) => updateAlerts(alerts, aReport(day, level, monitor)),
    [],
  );
}

describe('alerts', () => {
  it('wait for a second report', () => {
    expect(alertsAfter(['warn'])).toMatchObject([{ monitor: 'drift.label' }]);
    expect(alertsAfter(['warn'])[0]?.raisedAt).toBeUndefined();
  });

  it('are raised by two warnings in a row', () => {
    expect(alertsAfter(['warn', 'critical'])).toMatchObject([
      { level: 'critical', since: NOW, raisedAt: NOW + DAY },
    ]);
  });

  it('are not raised by two warnings with a quiet day between', () => {
    expect(alertsAfter(['warn', 'ok', 'warn'])[0]?.raisedAt).toBeUndefined();
  });

  it('end after two quiet reports, not after one', () => {
    expect(alertsAfter(['warn', 'warn', 'ok'])).toHaveLength(1);
    expect(alertsAfter(['warn', 'warn', 'ok', 'ok'])).toEqual([]);
  });

  it('neither begin nor end for want of data', () => {
    expect(alertsAfter(['not-enough-data', 'not-enough-data'])).toEqual([]);
    expect(alertsAfter(['warn', 'warn', 'not-enough-data', 'not-enough-data'])).toHaveLength(1);
  });

  it('are raised at once for an outbreak', () => {
    expect(alertsAfter(['warn'], 'outbreak')[0]?.raisedAt).toBe(NOW);
  });

  it('stay silent on what is only interesting', () => {
    expect(alertsAfter(['info', 'info', 'info'])).toEqual([]);
  });
});
