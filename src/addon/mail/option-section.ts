// What the deployment could do with more of Google's scopes, told where it is missed and nowhere else.
import type { CardSection } from '../card.ts';
import { messages } from '../messages.ts';
import type { MailPermissions } from './mail-permissions.ts';

/** One folded section with a line for each option that is not switched on; none where all are. */
export function optionSection(permissions: MailPermissions): CardSection[] {
  const { options } = messages.mail;
  const missing = [
    ...(permissions.mayReadOnOpen ? [] : [options.readOnOpen]),
    ...(permissions.mayLabel ? [] : [options.labels]),
    ...(permissions.maySchedule ? [] : [options.schedule]),
    ...(permissions.mayOpenSheet ? [] : [options.sheet]),
  ];
  if (missing.length === 0) return [];
  const lines = [...missing, options.ask].map((text) => ({ kind: 'text' as const, text }));
  return [{ header: options.title, widgets: lines, unfolded: 0 }];
}
