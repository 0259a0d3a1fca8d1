// Asks the proxy, as the person at the screen, what it knows of the desk: for the workbench's model report.
import type { Desk, DeskList, ModelList } from '../../src/core/contract.ts';
import type { LocalProxy } from '../local-proxy.ts';
import type { DeskReport } from './wire.ts';

/** The newest desk of `email` with its models; empty before anything was set up. */
export async function readDeskReport(
  proxy: Pick<LocalProxy, 'origin' | 'tokenFor'>,
  email: string,
): Promise<DeskReport> {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${proxy.origin}/v1${path}`, {
      headers: { authorization: `Bearer ${proxy.tokenFor(email)}` },
    });
    if (!response.ok) throw new Error(`The proxy answered ${response.status} when asked for the desk.`);
    return response.json();
  };
  const { desks } = (await get('/desks')) as DeskList;
  const newest = desks.at(-1);
  if (newest === undefined) return { desk: null, models: [] };
  const desk = (await get(`/desks/${newest.id}`)) as Desk;
  const { models } = (await get(`/desks/${newest.id}/models`)) as ModelList;
  return { desk, models };
}
