// Tells a Google Chat space of a new outbreak: counts and times, no word of a ticket. Only to Google's webhook host, which the
// configuration has checked.
import type { Outbreak } from '../monitor/outbreak/outbreak.ts';
import { describeOutbreak } from '../monitor/outbreak/outbreak.ts';

/** Webhook address by desk id. */
export type ChatWebhooks = Readonly<Record<string, string>>;

/** Sends a POST and answers the status. */
export type PostJson = (address: string, body: string) => Promise<number>;

const HOST = 'chat.googleapis.com';

/**
 * Reads `desk=address` pairs. A fault is a sentence for the administrator and never repeats the address, whose query is a secret.
 */
export function readWebhooks(pairs: readonly string[]): { webhooks: ChatWebhooks; faults: string[] } {
  const webhooks: Record<string, string> = {};
  const faults: string[] = [];
  for (const pair of pairs) {
    const [desk = '', ...rest] = pair.split('=');
    const address = rest.join('=');
    const url = URL.canParse(address) ? new URL(address) : null;
    const isGoogles =
      url?.protocol === 'https:' &&
      url.hostname === HOST &&
      url.port === '' &&
      url.username === '' &&
      url.pathname.startsWith('/v1/spaces/');
    if (isGoogles && /^[a-z0-9][a-z0-9-]*$/.test(desk)) webhooks[desk] = address;
    else
      faults.push(
        `USHER_CHAT_WEBHOOKS has an entry for "${desk.slice(0, 64)}" that is no webhook of Google Chat. Set desk=https://${HOST}/v1/spaces/…, with commas between desks.`,
      );
  }
  return { webhooks, faults };
}

/** Tells of each outbreak once; what cannot be sent is told to `onFailure` and not tried again. */
export async function tellChat(
  { webhooks, post, onFailure }: { webhooks: ChatWebhooks; post: PostJson; onFailure: () => void },
  desk: { readonly id: string; readonly name: string },
  proposed: readonly Outbreak[],
  timeOf: (at: number) => string,
): Promise<void> {
  const address = Object.hasOwn(webhooks, desk.id) ? webhooks[desk.id] : undefined;
  if (address === undefined) return;
  for (const outbreak of proposed) {
    const text = `${desk.name}: ${describeOutbreak(outbreak, timeOf)} Choose Usher ▸ Health in the spreadsheet to confirm or dismiss.`;
    try {
      const status = await post(address, JSON.stringify({ text }));
      if (status >= 300) onFailure();
    } catch {
      onFailure();
    }
  }
}
