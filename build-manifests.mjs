// Makes each deployment's manifest from appsscript.json and the table deployments.json: its least scopes, and what the options
// that a deployment was given add, take away and change. A new option is a row of the table and nothing here.
import { readFile } from 'node:fs/promises';

const DEFAULT_PROXY_ORIGIN = 'https://usher-proxy.example';

const readJson = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));

/** The deployment's own settings, from the untracked file that `usher init` writes: `{proxyOrigin, sheet: [option…], gmail: [option…]}`. */
async function readConfig() {
  try {
    return await readJson('usher.config.json');
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw new Error(
      `usher.config.json cannot be read (${error.message}). Mend or delete it, then build again.`,
    );
  }
}

/**
 * What to build: each deployment as configured, and each of its options alone and all together below dist/variants, so that tests and
 * reviewers see what an option asks for. `facts` is what the bundle of that deployment knows about itself.
 */
export async function plannedDeployments() {
  const [table, base, config] = await Promise.all([
    readJson('deployments.json'),
    readJson('appsscript.json'),
    readConfig(),
  ]);
  const origin = config.proxyOrigin ?? DEFAULT_PROXY_ORIGIN;
  if (!/^https:\/\/[^/]+$/.test(origin))
    throw new Error(`proxyOrigin must look like https://host, found ${JSON.stringify(origin)}.`);
  return Object.entries(table).flatMap(([name, row]) => {
    const chosen = config[name] ?? row.unconfigured;
    const unknown = chosen.filter((option) => !Object.hasOwn(row.options, option));
    if (unknown.length > 0)
      throw new Error(
        `usher.config.json asks for ${name} options that do not exist: ${unknown.join(', ')}. There are ${Object.keys(row.options).join(', ')}.`,
      );
    const options = Object.keys(row.options);
    const variants = [
      { name: [name], options: [] },
      ...options.map((option) => ({ name: [name, option], options: [option] })),
      { name: [name, 'everything'], options },
    ];
    return [
      { folder: row.folder, options: chosen },
      ...variants.map((variant) => ({
        folder: `dist/variants/${variant.name.join('-')}`,
        options: variant.options,
      })),
    ].map(({ folder, options }) => {
      const manifest = manifestOf(base, row, options, origin);
      const { oauthScopes: scopes, urlFetchWhitelist: allowlist } = manifest;
      return { folder, manifest, facts: { deployment: name, origin, options, scopes, allowlist } };
    });
  });
}

function manifestOf(base, row, options, origin) {
  const rows = options.map((option) => row.options[option]);
  const dropped = new Set(rows.flatMap((option) => option.drops));
  const scopes = [row, ...rows].flatMap((part) => Object.keys(part.scopes ?? part.adds));
  return [row, ...rows].reduce((manifest, part) => merged(manifest, part.manifest), {
    ...base,
    oauthScopes: [...new Set(scopes)].filter((scope) => !dropped.has(scope)),
    urlFetchWhitelist: [`${origin}/v1/`],
  });
}

/** Objects are joined key by key; anything else is replaced. */
function merged(one, other) {
  const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord(one) || !isRecord(other)) return other;
  const result = { ...one };
  for (const [key, value] of Object.entries(other))
    result[key] = key in one ? merged(one[key], value) : value;
  return result;
}
