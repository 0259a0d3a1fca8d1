// The manifest's list of addresses that a script may fetch, and the way from those to servers on this machine.
import { GoogleError, NotInSandboxError } from './errors.ts';

/** Throws unless `url` is https and equals or lies under an entry: same host (or a sub-domain of `*.`), path prefix by parts. */
export function assertAllowed(url: string, allowlist: readonly string[]): void {
  if (URL.canParse(url) && allowlist.some((entry) => isUnder(new URL(url), entry))) return;
  throw new GoogleError(
    `The address is not in the manifest's urlFetchWhitelist: ${url}. Listed: ${allowlist.join(', ')}.`,
  );
}

function isUnder(url: URL, entry: string): boolean {
  const match = /^https:\/\/(\*\.)?([^/]+)(\/.*)$/.exec(entry);
  if (match === null || url.protocol !== 'https:') return false;
  const [, wildcard, host = '', path = '/'] = match;
  const isHost = wildcard === undefined ? url.host === host : url.host.endsWith(`.${host}`);
  const prefix = path.endsWith('/') ? path : `${path}/`;
  return isHost && (url.pathname === path || url.pathname.startsWith(prefix));
}

/** The same address on this machine. The sandbox never leaves it: an origin without a stand-in is an error. */
export function remapped(url: string, remap: Readonly<Record<string, string>>): string {
  const { origin, pathname, search } = new URL(url);
  const local = remap[origin];
  if (local === undefined) {
    throw new NotInSandboxError(
      `The sandbox has no local server for ${origin}. Name one in the option "remap".`,
    );
  }
  if (!/^http:\/\/(127\.0\.0\.1|localhost):\d+$/.test(local)) {
    throw new NotInSandboxError(`The stand-in for ${origin} must be http://127.0.0.1:PORT, found ${local}.`);
  }
  return `${local}${pathname}${search}`;
}
