// Talks to the workbench's server: commands, files and events.
import type { CommandOf } from '../workbench/commands.ts';
import type { Answers, DeskReport, WorkbenchEvent } from '../workbench/wire.ts';

type Kind = CommandOf<keyof Answers>['kind'];

/** Carries out one command; rejects with a sentence for the person. */
export async function ask<K extends Kind>(command: CommandOf<K>): Promise<Answers[K]> {
  const response = await reach('/api/command', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  return (await readAnswer(response)) as Answers[K];
}

/** Sends a file of one's own; its rows become a new spreadsheet. */
export async function sendOwnTickets(file: File): Promise<Answers['open']> {
  const name = file.name.replace(/\.csv$/i, '').slice(0, 100) || 'Own tickets';
  const response = await reach(`/api/own?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: file,
  });
  return (await readAnswer(response)) as Answers['open'];
}

/** The proxy's newest log lines, newest first. */
export async function proxyLog(): Promise<readonly string[]> {
  const response = await reach('/api/proxy-log', {});
  const { lines } = (await response.json()) as { lines: readonly string[] };
  return lines;
}

/** What the proxy knows of the desk of the sheet that is open. */
export async function deskReport(): Promise<DeskReport> {
  return (await readAnswer(await reach('/api/report', {}))) as DeskReport;
}

/** Calls `listener` for each event. The browser connects again by itself; `onState` says whether it is connected. */
export function listenToEvents(
  listener: (event: WorkbenchEvent) => void,
  onState: (isConnected: boolean) => void,
): void {
  const source = new EventSource('/api/events');
  source.addEventListener('message', (message) =>
    listener(JSON.parse(String(message.data)) as WorkbenchEvent),
  );
  source.addEventListener('open', () => onState(true));
  source.addEventListener('error', () => onState(false));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new Error(
      'The workbench does not answer. Is "npm start" still running? Start it again and reload this page.',
    );
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  const answer = (await response.json()) as { value?: unknown; error?: string };
  if (!response.ok) throw new Error(answer.error ?? `The workbench answered ${response.status}.`);
  return answer.value;
}
