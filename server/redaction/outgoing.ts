// Decides what of a ticket may leave the process for another model: as it is, masked, or nothing.
import { PRIVATE_KINDS, type PrivateKind } from './finding.ts';
import { redactTogether } from './redact.ts';
import type { RedactionMode } from './redaction-mode.ts';

/** How many places of each kind were found; kinds without any are left out. */
export type PrivateCounts = Readonly<Partial<Record<PrivateKind, number>>>;

/** The texts that may leave, or that none may and why, without a word of them. */
export type Outgoing =
  | { readonly outcome: 'send'; readonly texts: readonly string[]; readonly counts: PrivateCounts }
  | { readonly outcome: 'blocked'; readonly counts: PrivateCounts };

/** Prepares the texts of one ticket, such as subject and body, for another model under the desk's mode. */
export function prepareOutgoing(texts: readonly string[], mode: RedactionMode): Outgoing {
  if (mode === 'off') return { outcome: 'send', texts, counts: {} };
  const redactions = redactTogether(texts);
  const found = redactions.flatMap((redaction) => redaction.found);
  const counts: Partial<Record<PrivateKind, number>> = {};
  for (const kind of PRIVATE_KINDS) {
    const count = found.filter((finding) => finding.kind === kind).length;
    if (count > 0) counts[kind] = count;
  }
  if (mode === 'block' && found.length > 0) return { outcome: 'blocked', counts };
  return { outcome: 'send', texts: redactions.map(({ text }) => text), counts };
}
