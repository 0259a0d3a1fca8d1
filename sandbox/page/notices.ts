// What the add-on says to the person: toasts at the lower right, alerts and prompts in the middle, as Sheets shows them.
import type { WorkbenchEvent } from '../workbench/wire.ts';
import { ask } from './ask.ts';
import { el, icon } from './dom.ts';
import { ICONS } from './icons.ts';

/** A toast without a time of its own stays this long, as in Sheets. */
const TOAST_SECONDS = 5;
const CAPTIONS: Readonly<Record<string, string>> = { OK: 'OK', CANCEL: 'Cancel', YES: 'Yes', NO: 'No' };

const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });

/** The region in which toasts appear; once a page. */
export function toastRegion(): HTMLElement {
  return toasts;
}

/** Shows a toast; a negative time keeps it until it is closed. */
export function showToast(title: string, message: string, seconds = TOAST_SECONDS): void {
  const toast = el('div', { class: 'toast' });
  const dismiss = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Dismiss' },
    icon(ICONS.close, 18),
  );
  dismiss.addEventListener('click', () => toast.remove());
  toast.append(el('div', {}, title === '' ? null : el('strong', {}, title), el('p', {}, message)), dismiss);
  toasts.append(toast);
  // The pointer or the keyboard on it keeps it: some people read slowly.
  const fade = (): void => {
    if (toast.matches(':hover, :focus-within')) setTimeout(fade, 1_000);
    else toast.remove();
  };
  if (seconds >= 0) setTimeout(fade, Math.max(seconds, 2) * 1_000);
}

/** Something went wrong on the page's side, said where toasts are. */
export function showError(error: unknown): void {
  showToast('That did not work', error instanceof Error ? error.message : String(error), 10);
}

/** An alert or a prompt of the script. */
export function showAlert(event: Extract<WorkbenchEvent, { kind: 'alert' }>): void {
  const input = el('input', { type: 'text', 'aria-label': event.message, class: 'field' });
  const dialog = el('dialog', { class: 'alert', 'aria-labelledby': 'alert-title' });
  const answer = (button: string): void => {
    dialog.close();
    dialog.remove();
    if (event.isAwaited) ask({ kind: 'answer', id: event.id, button, text: input.value }).catch(showError);
  };
  const buttons = event.buttons.map((button, i) => {
    const element = el(
      'button',
      { type: 'button', class: i === 0 ? 'button filled' : 'button' },
      CAPTIONS[button] ?? button,
    );
    element.addEventListener('click', () => answer(button));
    return element;
  });
  dialog.append(
    el('h2', { id: 'alert-title' }, event.title === '' ? 'Usher' : event.title),
    el('p', { class: 'alert-text' }, event.message),
    event.hasInput ? input : '',
    el('div', { class: 'alert-buttons' }, ...buttons.reverse()),
  );
  dialog.addEventListener('cancel', (cancel) => {
    cancel.preventDefault();
    answer(event.buttons.includes('CANCEL') ? 'CANCEL' : 'CLOSE');
  });
  document.body.append(dialog);
  dialog.showModal();
  (event.hasInput ? input : buttons.at(-1))?.focus();
}

/** Asks before something that the person may not want; answers true for yes. */
export function confirmFirst(title: string, message: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = el('dialog', { class: 'alert' });
    const end = (answer: boolean): void => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const no = el('button', { type: 'button', class: 'button' }, 'Cancel');
    const go = el('button', { type: 'button', class: 'button filled' }, yes);
    no.addEventListener('click', () => end(false));
    go.addEventListener('click', () => end(true));
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    dialog.append(
      el('h2', {}, title),
      el('p', { class: 'alert-text' }, message),
      el('div', { class: 'alert-buttons' }, no, go),
    );
    document.body.append(dialog);
    dialog.showModal();
    go.focus();
  });
}
