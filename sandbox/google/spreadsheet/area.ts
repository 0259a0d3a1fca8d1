// Rectangles of cells, and where they are after rows or columns were inserted, deleted or moved. All count from 0.
import type { Change } from './table.ts';

/** A rectangle; `columns` and `rows` may be Infinity for whole rows and columns. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Indices from `start`, `count` of them. */
export interface Span {
  readonly start: number;
  readonly count: number;
}

export function intersects(a: Area, b: Area): boolean {
  return (
    a.row < b.row + b.rows &&
    b.row < a.row + a.rows &&
    a.column < b.column + b.columns &&
    b.column < a.column + a.columns
  );
}

export function contains(area: Area, row: number, column: number): boolean {
  return (
    row >= area.row &&
    row < area.row + area.rows &&
    column >= area.column &&
    column < area.column + area.columns
  );
}

/** Where one index is after the change; undefined when it was deleted. */
export function shiftedIndex(index: number, change: Change): number | undefined {
  const { at, count } = change;
  if (change.kind === 'insert') return index >= at ? index + count : index;
  if (change.kind === 'delete') {
    if (index < at) return index;
    return index < at + count ? undefined : index - count;
  }
  const to = change.to ?? at;
  if (index >= at && index < at + count) return index - at + (to > at ? to - count : to);
  if (to > at && index >= at + count && index < to) return index - count;
  if (to < at && index >= to && index < at) return index + count;
  return index;
}

/** Where a span is after the change; undefined when all of it was deleted. A move that cuts through it leaves it in place. */
export function shiftedSpan(span: Span, change: Change): Span | undefined {
  const { at, count } = change;
  const end = span.start + span.count;
  if (change.kind === 'insert') {
    if (at <= span.start) return { start: span.start + count, count: span.count };
    return at < end ? { start: span.start, count: span.count + count } : span;
  }
  if (change.kind === 'delete') {
    const before = Math.max(0, Math.min(span.start, at + count) - at);
    const inside = Math.max(0, Math.min(end, at + count) - Math.max(span.start, at));
    return span.count === inside ? undefined : { start: span.start - before, count: span.count - inside };
  }
  const first = shiftedIndex(span.start, change);
  if (span.count === 1 || span.count === Number.POSITIVE_INFINITY)
    return { start: first ?? span.start, count: span.count };
  const last = shiftedIndex(end - 1, change);
  if (first !== undefined && last !== undefined && last - first === span.count - 1)
    return { start: first, count: span.count };
  return span;
}

/** Where a rectangle is after the change; undefined when all of it was deleted. */
export function shiftedArea(area: Area, change: Change): Area | undefined {
  if (change.axis === 'rows') {
    if (area.rows === Number.POSITIVE_INFINITY) return area;
    const span = shiftedSpan({ start: area.row, count: area.rows }, change);
    return span && { ...area, row: span.start, rows: span.count };
  }
  if (area.columns === Number.POSITIVE_INFINITY) return area;
  const span = shiftedSpan({ start: area.column, count: area.columns }, change);
  return span && { ...area, column: span.start, columns: span.count };
}
