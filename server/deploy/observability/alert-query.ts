// An alert's rule in PromQL, which Cloud Monitoring and Grafana both speak.
import type { AlertRule, Series } from './alert-rules.ts';

/** A series as a selector; `more` are further matchers. */
export function selector({ metric, labels = {} }: Series): string {
  const matchers = Object.entries(labels).map(([name, value]) =>
    value.startsWith('~') ? `${name}=~"${value.slice(1)}"` : `${name}="${value}"`,
  );
  return matchers.length === 0 ? metric : `${metric}{${matchers.join(',')}}`;
}

/** True while the alert should fire, apart from how long it must have been so. */
export function alertQuery(rule: AlertRule): string {
  switch (rule.kind) {
    case 'burn': {
      const { longMinutes, shortMinutes, factor } = rule.windows;
      const limit = Number((factor * rule.budget).toFixed(6));
      const burns = (minutes: number) =>
        `sum(increase(${selector(rule.bad)}[${minutes}m])) / sum(increase(${selector(rule.all)}[${minutes}m])) > ${limit}`;
      const enough = `sum(increase(${selector(rule.all)}[${longMinutes}m])) >= ${rule.requestsMin}`;
      return `(${burns(longMinutes)}) and (${burns(shortMinutes)}) and (${enough})`;
    }
    case 'quantile': {
      const { metric, labels = {} } = rule.histogram;
      const part = (suffix: string) =>
        `${selector({ metric: `${metric}_${suffix}`, labels })}[${rule.minutes}m]`;
      return `(histogram_quantile(${rule.quantile}, sum by (le) (rate(${part('bucket')}))) > ${rule.aboveSeconds}) and (sum(increase(${part('count')})) >= ${rule.countMin})`;
    }
    case 'level':
      return rule.is === 'above'
        ? `max(${selector(rule.gauge)}) > ${rule.limit}`
        : `min(${selector(rule.gauge)}) < ${rule.limit}`;
    case 'stale':
      return `(time() - max(${selector(rule.timestamp)}) > ${rule.hours * 3_600}) or absent(${selector(rule.timestamp)})`;
    case 'share': {
      const over = (series: Series) => `sum(increase(${selector(series)}[${rule.minutes}m]))`;
      return `(${over(rule.part)} / ${over(rule.all)} > ${rule.above}) and (${over(rule.all)} >= ${rule.countMin})`;
    }
    default:
      return rule satisfies never;
  }
}

/** How long the query must have been true, in minutes. */
export function alertMinutes(rule: AlertRule): number {
  return rule.kind === 'level' ? rule.minutes : 0;
}
