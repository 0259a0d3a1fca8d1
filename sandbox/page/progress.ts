// The bar that says that a script runs, what it is doing, and stops it: Sheets' own "Running script", with more to see.
import type { WorkbenchEvent } from '../workbench/wire.ts';
import { ask } from './ask.ts';
import { el } from './dom.ts';
import { showError } from './notices.ts';

type Progress = Extract<WorkbenchEvent, { kind: 'progress' }>;

/** Service calls in a person's words. */
const DOING: readonly (readonly [RegExp, string])[] = [
  [/^UrlFetchApp/, 'waiting for the proxy’s predictions'],
  [/^Range\.(get|is)|getDataRange|getLast/, 'reading the sheet'],
  [/^Range\.(set|clear)|appendRow/, 'writing to the sheet'],
  [/^Lock/, 'waiting for its turn'],
  [/^(Properties|Cache)/, 'looking up its settings'],
  [/^Gmail/, 'reading the mail'],
];

const text = el('span', {});
const stop = el('button', { type: 'button', class: 'button small' }, 'Cancel');
const bar = el(
  'div',
  { class: 'progress', role: 'status', hidden: true },
  el('span', { class: 'spinner' }),
  text,
  stop,
);
stop.addEventListener('click', () => {
  stop.disabled = true;
  ask({ kind: 'stop' }).catch(showError);
});

/** The bar; once a page. */
export function progressBar(): HTMLElement {
  return bar;
}

export function showProgress({ label, calls, requests, doing }: Progress): void {
  const words = DOING.find(([pattern]) => pattern.test(doing))?.[1] ?? 'working';
  const asked = requests === 0 ? '' : `, ${requests} ${requests === 1 ? 'request' : 'requests'}`;
  text.textContent = `Running “${label}”: ${words} (${calls} service calls${asked})`;
  bar.hidden = false;
}

export function endProgress(): void {
  bar.hidden = true;
  stop.disabled = false;
}
