// Worlds for the sandbox's own tests: small scripts as text, all scopes unless the case takes some away.
import { createWorld, type World, type WorldOptions } from '../../../../sandbox/world.ts';

const SCOPES = [
  ...['spreadsheets', 'script.external_request', 'script.container.ui', 'script.scriptapp', 'userinfo.email'],
  ...['gmail.modify', 'gmail.labels'],
];

/** Every scope that the sandbox knows, as a manifest has them. */
export const ALL_SCOPES = ['openid', ...SCOPES.map((scope) => `https://www.googleapis.com/auth/${scope}`)];

/** Monday, 5 January 2026, 09:00 UTC. */
export const START = Date.UTC(2026, 0, 5, 9);

/** A world that runs `bundle`; the rest has defaults. */
export function aWorld(bundle: string, options: Partial<WorldOptions> = {}): World {
  return createWorld({
    bundle,
    manifest: {
      timeZone: 'Etc/UTC',
      oauthScopes: ALL_SCOPES,
      urlFetchWhitelist: ['https://proxy.example/v1/'],
    },
    user: { email: 'ana@example.com' },
    start: START,
    seed: 7,
    ...options,
  });
}

/** Runs `body` as one function from a menu and returns its value; throws what it threw. */
export function evaluated(body: string, options: Partial<WorldOptions> = {}): unknown {
  return valueFrom(aWorld(`function main() { ${body} }`, options));
}

/** Calls `main` from the menu and returns its value; throws what it threw. */
export function valueFrom(world: World, ...values: unknown[]): unknown {
  const { value, error } = world.call('main', values, { entry: 'menu' });
  if (error !== undefined) throw new Error(`${error.name}: ${error.message}`);
  return value;
}
