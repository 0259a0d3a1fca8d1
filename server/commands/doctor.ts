// `usher doctor`: checks a deployment from the administrator's side, as Usher ▸ Check the installation does from the sheet's: settings,
// what was built, scopes, allowlist, the proxy's answer and the token's audience. Every finding that is not right says what to do.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { type DeploymentRow, readDeploymentTable } from './deployment-table.ts';

const USAGE = `Usage: usher doctor [--folder .] [--proxy ADDRESS] [--granted SCOPES]
It reads usher.config.json, the clasp projects and what was built in the folder, and asks the proxy; exit code 1 when something is wrong.
  --proxy    asks this address instead of the one in usher.config.json, such as http://127.0.0.1:8080
  --granted  the scopes on your consent screen, with spaces between, to compare them with those that the manifests ask for
  USHER_TOKEN in the environment: an identity token to call the proxy with; without one it is only seen whether the proxy asks for one`;

/** The checkout that this command stands in; the table of deployments is part of it. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT_MS = 10_000;

interface Finding {
  readonly isRight: boolean;
  readonly text: string;
}

const right = (text: string): Finding => ({ isRight: true, text });
const wrong = (text: string): Finding => ({ isRight: false, text });

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: {
        folder: { type: 'string', default: '.' },
        proxy: { type: 'string' },
        granted: { type: 'string' },
      },
    },
    USAGE,
  );
  const { folder } = values;
  const table = await readDeploymentTable(ROOT);
  const config = await readRecord(`${folder}/usher.config.json`);
  const origin = typeof config?.['proxyOrigin'] === 'string' ? config['proxyOrigin'] : null;
  const findings: Finding[] = [
    origin === null
      ? wrong('usher.config.json names no proxy. Run “npm run -s usher -- init”, then “npm run build”.')
      : right(`usher.config.json names the proxy ${origin}.`),
  ];
  for (const [name, row] of Object.entries(table)) {
    const project = await readRecord(`${folder}/${row.project}`);
    const isWanted = name === 'sheet' || isScriptId(project?.['scriptId']);
    if (!isWanted) continue;
    findings.push(projectFinding(row, project), ...(await builtFindings(folder, name, row, config, origin)));
  }
  const granted = values.granted?.split(/\s+/).filter((scope) => scope !== '');
  if (granted) findings.push(...(await grantedFindings(folder, table.sheet, granted)));
  const address = (values.proxy ?? origin)?.replace(/\/+$/, '');
  if (address) findings.push(...(await proxyFindings(address, io.environment['USHER_TOKEN'])));
  for (const { isRight, text } of findings) io.out(`${isRight ? '✓' : '✗'} ${text}\n`);
  return findings.every(({ isRight }) => isRight) ? 0 : 1;
}

function projectFinding(row: DeploymentRow, project: Readonly<Record<string, unknown>> | null): Finding {
  return isScriptId(project?.['scriptId'])
    ? right(`${row.project} pushes ${row.folder} to a script.`)
    : wrong(`${row.project} names no script. Run “npm run -s usher -- init --sheet-script SCRIPT-ID”.`);
}

function isScriptId(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{20,}$/.test(value);
}

/** Compares what stands in dist with what the settings would build today. */
async function builtFindings(
  folder: string,
  name: string,
  row: DeploymentRow,
  config: Readonly<Record<string, unknown>> | null,
  origin: string | null,
): Promise<Finding[]> {
  const manifest = await readRecord(`${folder}/${row.folder}/appsscript.json`);
  if (!manifest) return [wrong(`${row.folder} is not built. Run “npm run build”.`)];
  const chosen = config?.[name];
  const options = Array.isArray(chosen) ? chosen.map(String) : row.unconfigured;
  const wanted = scopesOf(row, options);
  const declared = textsOf(manifest['oauthScopes']);
  const missing = wanted.filter((scope) => !declared.includes(scope));
  const unused = declared.filter((scope) => !wanted.includes(scope));
  const allowlist = textsOf(manifest['urlFetchWhitelist']);
  return [
    missing.length > 0
      ? wrong(
          `${row.folder} lacks scopes that Usher uses: ${missing.join(', ')}. Run “npm run build” and push again.`,
        )
      : unused.length > 0
        ? wrong(
            `${row.folder} declares scopes that nothing here uses: ${unused.join(', ')}. Run “npm run build” and push again.`,
          )
        : right(`${row.folder} declares the ${declared.length} scopes that it uses, and no other.`),
    origin === null || allowlist.some((prefix) => `${origin}/v1/`.startsWith(prefix))
      ? right(`${row.folder} allows requests to ${allowlist.join(', ')}.`)
      : wrong(
          `${row.folder} was built for ${allowlist.join(', ') || 'no address'} and not for ${origin}: it is stale. Run “npm run build” and push again.`,
        ),
  ];
}

function scopesOf(row: DeploymentRow, options: readonly string[]): string[] {
  const rows = options.flatMap((option) => row.options[option] ?? []);
  const dropped = new Set(rows.flatMap(({ drops }) => drops));
  const asked = [row.scopes, ...rows.map(({ adds }) => adds)].flatMap((uses) => Object.keys(uses));
  return [...new Set(asked)].filter((scope) => !dropped.has(scope));
}

async function grantedFindings(
  folder: string,
  row: DeploymentRow,
  granted: readonly string[],
): Promise<Finding[]> {
  const manifest = await readRecord(`${folder}/${row.folder}/appsscript.json`);
  const declared = textsOf(manifest?.['oauthScopes']);
  const missing = declared.filter((scope) => !granted.includes(scope));
  return [
    missing.length === 0
      ? right('Everything that the manifest asks for is granted.')
      : wrong(
          `Not granted: ${missing.join(', ')}. Add them to the consent screen, and agree again in the spreadsheet.`,
        ),
  ];
}

async function proxyFindings(address: string, token: string | undefined): Promise<Finding[]> {
  const live = await ask(`${address}/live`);
  if (live === null)
    return [
      wrong(
        `${address} could not be reached. Check the address, that the service is deployed (gcloud run services list), and that it runs.`,
      ),
    ];
  const audience = audienceOf(token);
  const desks = await ask(`${address}/v1/desks`, token);
  const named = audience === null ? [] : [right(`The token’s audience is ${audience}.`)];
  if (desks === null) return [...named, wrong(`${address} did not answer in ten seconds. Read its log.`)];
  return [...named, answerFinding(address, live, desks, token, audience)];
}

function answerFinding(
  address: string,
  live: Answer,
  desks: Answer,
  token: string | undefined,
  audience: string | null,
): Finding {
  const isOurs = desks.code !== null;
  if (desks.status === 200) return right(`The proxy ${address} answers and knows the caller.`);
  if ((desks.status === 401 || desks.status === 403) && !isOurs)
    return token === undefined
      ? right(
          `${address} is guarded by Cloud Run, which asks for a token. Give one in USHER_TOKEN to look further.`,
        )
      : wrong(
          `Cloud Run refuses the token (${desks.status}) before the proxy sees it. Run “gcloud run services update SERVICE --add-custom-audiences=${audience ?? 'AUDIENCE'}”, and give the caller’s group the role roles/run.invoker.`,
        );
  if (desks.status === 401 && token === undefined)
    return right(
      `The proxy ${address} answers and asks for a token. Give one in USHER_TOKEN to look further.`,
    );
  if (desks.status === 401)
    return wrong(
      `The proxy refuses the token (401): ${desks.detail} Set USHER_AUDIENCES to exactly ${audience ?? 'the audience that the check in the sheet shows'}.`,
    );
  if (desks.status === 403)
    return wrong(
      `The proxy does not let this caller in (403): ${desks.detail} Add the address or @domain to USHER_CALLERS.`,
    );
  return wrong(
    `${address} answered ${live.status} and ${desks.status} where Usher’s proxy answers 200. Check that nothing else is at this address.`,
  );
}

interface Answer {
  readonly status: number;
  /** The problem code; null where the answer is not the proxy's own. */
  readonly code: string | null;
  readonly detail: string;
}

async function ask(url: string, token?: string): Promise<Answer | null> {
  try {
    const headers: Record<string, string> =
      token === undefined
        ? {}
        : { Authorization: `Bearer ${token}`, 'X-Serverless-Authorization': `Bearer ${token}` };
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = parseRecord(await response.text());
    const code = typeof body?.['code'] === 'string' ? body['code'] : null;
    return {
      status: response.status,
      code,
      detail: typeof body?.['detail'] === 'string' ? body['detail'] : '',
    };
  } catch {
    return null;
  }
}

/** The audience of a token; its other claims are nobody's business here. */
function audienceOf(token: string | undefined): string | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) return null;
  const audience = parseRecord(Buffer.from(payload, 'base64url').toString('utf8'))?.['aud'];
  return typeof audience === 'string' ? audience : null;
}

async function readRecord(path: string): Promise<Readonly<Record<string, unknown>> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return null;
  }
  const record = parseRecord(text);
  if (record) return record;
  throw new CommandRefusal(
    `${path} cannot be read as JSON. Mend or delete it, then run usher init and the build again.`,
  );
}

function parseRecord(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
