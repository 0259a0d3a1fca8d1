// What the proxy is asked about threads, the same from the card and from a run, so that a thread is answered once and charged once.
import type { MailboxOwner } from './mail-kind.ts';
import type { MailWorld } from './mail-ports.ts';
import { readMailSettings } from './mail-settings.ts';

/** One run for all: with the thread's id and its text it makes the key under which the proxy keeps its answer. */
export const PROXY_RUN = 'gmail';

/** Whose mailbox this is. */
export function ownerOf(world: Pick<MailWorld, 'deployment' | 'settings'>): MailboxOwner {
  const own = world.deployment.userEmail().toLowerCase();
  return { addresses: [own, ...readMailSettings(world).addresses].filter((address) => address !== '') };
}
