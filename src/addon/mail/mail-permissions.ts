// What this deployment may do in Gmail, by the scopes of its manifest.
import type { Deployment } from '../ports.ts';

export interface MailPermissions {
  /** Read the open mail and ask the proxy as soon as it is opened, without a press of a button. */
  readonly mayReadOnOpen: boolean;
  /** Search the mailbox and put Gmail labels on threads. */
  readonly mayLabel: boolean;
  readonly maySchedule: boolean;
  readonly mayOpenSheet: boolean;
}

const SCOPE = 'https://www.googleapis.com/auth/';

export function permissionsOf({ scopes }: Pick<Deployment, 'scopes'>): MailPermissions {
  const has = (name: string): boolean => scopes.includes(SCOPE + name);
  const mayLabel = has('gmail.modify');
  return {
    mayReadOnOpen: has('gmail.addons.current.message.readonly'),
    mayLabel,
    maySchedule: mayLabel && has('script.scriptapp'),
    mayOpenSheet: has('spreadsheets'),
  };
}
