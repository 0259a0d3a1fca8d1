// Judges an alert's rule on series of samples as Prometheus would: sums of increases, quantiles of buckets, age of timestamps. By the
// rule's data, not by its query text; the query's own form is checked apart.
import type { AlertRule, Series } from '../../../../server/deploy/observability/alert-rules.ts';

/** A series by the minute; counters grow. */
export interface Samples {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly at: (minute: number) => number | undefined;
}

/** Whether the alert fires at this minute. */
export function firesAt(rule: AlertRule, series: readonly Samples[], minute: number): boolean {
  const increase = (wanted: Series, minutes: number) =>
    sum(matching(series, wanted).map((one) => (one.at(minute) ?? 0) - (one.at(minute - minutes) ?? 0)));
  const values = (wanted: Series, when: number) =>
    matching(series, wanted).flatMap((one) => one.at(when) ?? []);
  switch (rule.kind) {
    case 'burn': {
      const { longMinutes, shortMinutes, factor } = rule.windows;
      const burns = (minutes: number) =>
        increase(rule.bad, minutes) / increase(rule.all, minutes) > factor * rule.budget;
      return burns(longMinutes) && burns(shortMinutes) && increase(rule.all, longMinutes) >= rule.requestsMin;
    }
    case 'quantile': {
      const { metric, labels = {} } = rule.histogram;
      const all = increase({ metric: `${metric}_count`, labels }, rule.minutes);
      const bounds = [
        ...new Set(
          matching(series, { metric: `${metric}_bucket`, labels }).map((one) => one.labels['le'] ?? ''),
        ),
      ]
        .map(Number)
        .sort((one, other) => one - other);
      const bound = bounds.find(
        (le) =>
          increase({ metric: `${metric}_bucket`, labels: { ...labels, le: String(le) } }, rule.minutes) >=
          rule.quantile * all,
      );
      return all >= rule.countMin && (bound ?? Number.POSITIVE_INFINITY) > rule.aboveSeconds;
    }
    case 'level':
      return Array.from({ length: rule.minutes + 1 }, (_, back) => values(rule.gauge, minute - back)).every(
        (found) =>
          found.length > 0 &&
          (rule.is === 'above' ? Math.max(...found) > rule.limit : Math.min(...found) < rule.limit),
      );
    case 'stale': {
      const found = values(rule.timestamp, minute);
      return found.length === 0 || minute * 60 - Math.max(...found) > rule.hours * 3_600;
    }
    case 'share': {
      const all = increase(rule.all, rule.minutes);
      return all >= rule.countMin && increase(rule.part, rule.minutes) / all > rule.above;
    }
    default:
      return rule satisfies never;
  }
}

function matching(series: readonly Samples[], { metric, labels = {} }: Series): Samples[] {
  return series.filter(
    (one) =>
      one.metric === metric &&
      Object.entries(labels).every(([name, wanted]) => {
        const value = one.labels[name] ?? '';
        return wanted.startsWith('~') ? new RegExp(`^(?:${wanted.slice(1)})$`).test(value) : value === wanted;
      }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
