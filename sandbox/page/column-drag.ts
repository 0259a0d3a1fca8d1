// A column is dragged by its letter to another place, as in Sheets; a line shows where it would go.
import type { Grid } from './grid.ts';

/** Pixels that a pointer moves before a press becomes a drag. */
const DRAG_PIXELS = 6;

/** Follows the pointer from a press on the letter of `column`; `moved` gets the column that it is to stand before. */
export function dragColumn(
  grid: Grid,
  column: number,
  pressedAt: number,
  moved: (column: number, before: number) => void,
): void {
  let before: number | undefined;
  let marked: Element | undefined;
  const mark = (letter: Element | undefined, side: string): void => {
    marked?.classList.remove('drop-before', 'drop-after');
    if (letter) letter.classList.add(side);
    marked = letter;
  };
  const move = (event: MouseEvent): void => {
    if (Math.abs(event.clientX - pressedAt) < DRAG_PIXELS) return;
    const letters = [...grid.element.querySelectorAll<HTMLElement>('[data-letter]')];
    const under = letters.find((letter) => {
      const { left, right } = letter.getBoundingClientRect();
      return event.clientX >= left && event.clientX < right;
    });
    if (!under) return;
    const { left, width } = under.getBoundingClientRect();
    const isAfter = event.clientX > left + width / 2;
    before = Number(under.dataset['letter']) + (isAfter ? 1 : 0);
    mark(under, isAfter ? 'drop-after' : 'drop-before');
  };
  const stop = (): void => {
    document.removeEventListener('mousemove', move);
    document.removeEventListener('mouseup', stop);
    mark(undefined, '');
    if (before !== undefined && before !== column && before !== column + 1) moved(column, before);
  };
  document.addEventListener('mousemove', move);
  document.addEventListener('mouseup', stop);
}
