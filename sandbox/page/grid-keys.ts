// The keyboard over the grid, as in Sheets: moving, selecting, typing, clearing, copying.
import type { Grid } from './grid.ts';

export interface KeyDeeds {
  readonly open: (typed: string | null) => void;
  readonly clear: () => void;
  readonly find: () => void;
  readonly step: (kind: 'undo' | 'redo') => void;
}

const PAGE_ROWS = 20;

/** Handles keys on the grid's element. Copy and paste are the browser's own events, handled by the sheet. */
export function listenToKeys(grid: Grid, deeds: KeyDeeds): void {
  grid.element.addEventListener('keydown', (event) => {
    if (event.target !== grid.element) return;
    const step = stepOf(grid, event);
    if (step !== undefined) {
      event.preventDefault();
      const from = grid.active;
      grid.select(
        { index: from.index + step.rows, column: columnAfter(grid, from.column, step.columns) },
        event.shiftKey && event.key !== 'Tab' && event.key !== 'Enter',
      );
      return;
    }
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      deeds.find();
    } else if (isCommand && /^[zy]$/i.test(event.key)) {
      event.preventDefault();
      deeds.step(event.shiftKey || event.key.toLowerCase() === 'y' ? 'redo' : 'undo');
    } else if (event.key === 'F2' || (event.key === 'Enter' && !isCommand)) {
      event.preventDefault();
      deeds.open(null);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      deeds.clear();
    } else if (event.key.length === 1 && !isCommand && !event.altKey) {
      event.preventDefault();
      deeds.open(event.key);
    }
  });
}

function stepOf(grid: Grid, event: KeyboardEvent): { rows: number; columns: number } | undefined {
  const isFar = event.ctrlKey || event.metaKey;
  const everyRow = grid.rows.total;
  const everyColumn = grid.columns.length;
  if (event.altKey) return undefined;
  switch (event.key) {
    case 'ArrowDown':
      return { rows: isFar ? everyRow : 1, columns: 0 };
    case 'ArrowUp':
      return { rows: isFar ? -everyRow : -1, columns: 0 };
    case 'ArrowRight':
      return { rows: 0, columns: isFar ? everyColumn : 1 };
    case 'ArrowLeft':
      return { rows: 0, columns: isFar ? -everyColumn : -1 };
    case 'PageDown':
      return { rows: PAGE_ROWS, columns: 0 };
    case 'PageUp':
      return { rows: -PAGE_ROWS, columns: 0 };
    case 'Home':
      return { rows: isFar ? -everyRow : 0, columns: -everyColumn };
    case 'End':
      return { rows: isFar ? everyRow : 0, columns: everyColumn };
    default:
      return undefined;
  }
}

/** Steps over hidden columns. */
function columnAfter(grid: Grid, column: number, step: number): number {
  const shown = grid.shownColumns;
  const at = shown.findIndex((other) => other >= column);
  const target = Math.max(0, Math.min(shown.length - 1, (at < 0 ? shown.length - 1 : at) + step));
  return shown[target] ?? column;
}
