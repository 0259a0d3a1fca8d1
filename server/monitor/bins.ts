// Bins of a numeric figure, cut at the reference window's deciles so that each holds about as many tickets.
import { quantileSorted } from '../../src/core/statistics/bootstrap.ts';

/** Inner deciles of values sorted ascending, equal ones once: at most nine edges, at least one. */
export function decileEdges(sorted: ArrayLike<number>): number[] {
  const edges: number[] = [];
  for (let tenth = 1; tenth < 10; tenth++) {
    const edge = quantileSorted(sorted, tenth / 10);
    if (edges.at(-1) !== edge) edges.push(edge);
  }
  return edges;
}

/** The bin of a value: the number of edges at or below it. */
export function binOf(value: number, edges: readonly number[]): number {
  let bin = 0;
  while (bin < edges.length && edges[bin]! <= value) bin++;
  return bin;
}

/** How many values fall into each of the edges.length + 1 bins. */
export function countBins(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (let index = 0; index < values.length; index++) {
    const bin = binOf(values[index]!, edges);
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}
