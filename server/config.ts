// The environment turned into a checked configuration. All mistakes are told at once, each with the variable's name and what
// to do. Nothing else reads the environment.

/** The outside of a Vertex AI endpoint backend. */
export interface VertexConfig {
  /** `projects/P/locations/L/endpoints/E`. */
  readonly endpoint: string;
  readonly host: string;
  readonly port: number;
  /** Plain text and no credentials: only for a server on this machine. */
  readonly isPlaintext: boolean;
  /** Longest wait for one Predict call, in milliseconds. */
  readonly timeoutMs: number;
}

/** How callers sign in. */
export type AuthConfig = { readonly mode: 'dev'; readonly key: string };

/** Which backend answers. */
export interface BackendConfig {
  readonly standard: ChosenBackend;
  /** Exceptions, by desk. */
  readonly byDesk: Readonly<Record<string, ChosenBackend>>;
  /** Set where a desk may choose `vertex-endpoint`. */
  readonly vertex: VertexConfig | undefined;
}

export type ChosenBackend = 'embedded' | 'vertex-endpoint';

/** All that the proxy is told from outside. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Path of the SQLite file, or `:memory:`. */
  readonly database: string;
  readonly auth: AuthConfig;
  /** Mail addresses and `@domains`, lower case, that may create desks; `*` is anyone who can sign in. */
  readonly owners: readonly string[];
  readonly backends: BackendConfig;
  readonly logLevel: LogLevel;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The variables that the proxy reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is not one that the proxy can run in; the message names each variable and what to set. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** A shorter key could be guessed; 32 characters are what `openssl rand -hex 16` prints. */
const DEV_KEY_CHARACTERS_MIN = 32;
const ENDPOINT = /^projects\/[^/]+\/locations\/([a-z0-9-]+)\/endpoints\/[^/]+$/;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
const VERTEX_TIMEOUT_MS = 2_000;

/** Reads the configuration; throws ConfigError with every mistake found. */
export function readConfig(environment: Environment): Config {
  const reader = createReader(environment);
  const isCloudRun = reader.text('K_SERVICE', '') !== '';
  const config = {
    host: reader.text('USHER_HOST', isCloudRun ? '0.0.0.0' : '127.0.0.1'),
    port: reader.whole('PORT', 8080, 0, 65_535),
    database: readDatabase(reader),
    auth: readAuth(reader, isCloudRun),
    owners: readOwners(reader),
    backends: readBackends(reader),
    logLevel: reader.choice('USHER_LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  if (isCloudRun && reader.text('USHER_ALLOW_SQLITE', '') !== '1') {
    reader.faults.push(
      'On Cloud Run the disk is memory and ends with the instance, so a SQLite file loses every desk and model. ' +
        'Set USHER_ALLOW_SQLITE=1 only to try it.',
    );
  }
  assertFaultless(reader);
  return config;
}

/** The part of the configuration that commands need which work on the proxy's database but do not listen. */
export function readStoreConfig(environment: Environment): Pick<Config, 'database' | 'backends'> {
  const reader = createReader(environment);
  const config = { database: readDatabase(reader), backends: readBackends(reader) };
  assertFaultless(reader);
  return config;
}

function readDatabase(reader: Reader): string {
  return reader.text('USHER_DATABASE', 'usher.sqlite');
}

function assertFaultless({ faults }: Reader): void {
  if (faults.length === 0) return;
  throw new ConfigError(`The configuration is not complete:\n${faults.map((one) => `- ${one}`).join('\n')}`);
}

interface Reader {
  readonly faults: string[];
  text(name: string, otherwise: string): string;
  whole(name: string, otherwise: number, least: number, most: number): number;
  choice<T extends string>(name: string, known: readonly T[], otherwise: T): T;
}

function createReader(environment: Environment): Reader {
  const faults: string[] = [];
  const text = (name: string, otherwise: string) => environment[name]?.trim() || otherwise;
  return {
    faults,
    text,
    whole: (name, otherwise, least, most) => {
      const value = text(name, String(otherwise));
      const number = Number(value);
      if (Number.isInteger(number) && number >= least && number <= most) return number;
      faults.push(`${name} is "${value}". Set a whole number from ${least} to ${most}.`);
      return otherwise;
    },
    choice: (name, known, otherwise) => {
      const value = text(name, otherwise);
      const found = known.find((one) => one === value);
      if (found !== undefined) return found;
      faults.push(`${name} is "${value}". Set one of ${known.join(', ')}.`);
      return otherwise;
    },
  };
}

function readAuth(reader: Reader, isCloudRun: boolean): AuthConfig {
  const mode = reader.text('AUTH_MODE', '');
  const key = reader.text('USHER_DEV_KEY', '');
  if (mode === 'verify') {
    reader.faults.push(
      'AUTH_MODE is "verify": checking Google identity tokens is not built yet. On your own machine set AUTH_MODE=dev.',
    );
  } else if (mode !== 'dev') {
    reader.faults.push(`AUTH_MODE is "${mode}". Set AUTH_MODE=dev to run on your own machine.`);
  } else if (isCloudRun) {
    reader.faults.push(
      'AUTH_MODE is "dev" and K_SERVICE is set, so this is Cloud Run: whoever knows the development key could be anyone. ' +
        'Run the development mode on your own machine only.',
    );
  } else if (key.length < DEV_KEY_CHARACTERS_MIN) {
    reader.faults.push(
      `USHER_DEV_KEY has ${key.length} characters. Set at least ${DEV_KEY_CHARACTERS_MIN} random ones, for example from "openssl rand -hex 32".`,
    );
  }
  return { mode: 'dev', key };
}

function readOwners(reader: Reader): string[] {
  const owners = reader.text('USHER_OWNERS', '').split(',');
  const known = owners.map((owner) => owner.trim().toLowerCase()).filter((owner) => owner !== '');
  for (const owner of known) {
    if (owner === '*' || /^[^@\s]*@[^@\s]+$/.test(owner)) continue;
    reader.faults.push(
      `USHER_OWNERS holds "${owner}". Set mail addresses or @domains with commas between them, or * for anyone who can sign in.`,
    );
  }
  return known;
}

function readBackends(reader: Reader): BackendConfig {
  const kinds = ['embedded', 'vertex-endpoint'] as const;
  const standard = reader.choice('USHER_BACKEND', kinds, 'embedded');
  const byDesk: Record<string, ChosenBackend> = Object.create(null);
  for (const entry of reader.text('USHER_DESK_BACKENDS', '').split(',')) {
    if (entry.trim() === '') continue;
    const [desk = '', kind = ''] = entry.split('=').map((part) => part.trim());
    const found = kinds.find((one) => one === kind);
    if (desk !== '' && found !== undefined) byDesk[desk] = found;
    else {
      reader.faults.push(
        `USHER_DESK_BACKENDS holds "${entry.trim()}". Set DESK=embedded or DESK=vertex-endpoint, with commas between them.`,
      );
    }
  }
  const isVertexUsed = [standard, ...Object.values(byDesk)].includes('vertex-endpoint');
  return { standard, byDesk, vertex: isVertexUsed ? readVertex(reader) : undefined };
}

function readVertex(reader: Reader): VertexConfig {
  const endpoint = reader.text('USHER_VERTEX_ENDPOINT', '');
  const location = ENDPOINT.exec(endpoint)?.[1];
  if (location === undefined) {
    reader.faults.push(
      `USHER_VERTEX_ENDPOINT is "${endpoint}". Set the endpoint's full name: projects/PROJECT/locations/REGION/endpoints/ID.`,
    );
  }
  const address = reader.text('USHER_VERTEX_ADDRESS', `${location}-aiplatform.googleapis.com:443`);
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === '') reader.faults.push(`USHER_VERTEX_ADDRESS is "${address}". Set HOST:PORT.`);
  const isPlaintext = reader.text('USHER_VERTEX_PLAINTEXT', '') === '1';
  if (isPlaintext && !LOOPBACK.includes(host)) {
    reader.faults.push(
      `USHER_VERTEX_PLAINTEXT is 1 and USHER_VERTEX_ADDRESS is "${address}": tickets would cross the network in the clear. ` +
        'Unset USHER_VERTEX_PLAINTEXT, or name a server on this machine.',
    );
  }
  if (reader.text('GOOGLE_SDK_NODE_LOGGING', '') !== '') {
    reader.faults.push(
      'GOOGLE_SDK_NODE_LOGGING is set: the client library would write tickets to the log. Unset it.',
    );
  }
  const timeoutMs = reader.whole('USHER_VERTEX_TIMEOUT_MS', VERTEX_TIMEOUT_MS, 1, 60_000);
  return { endpoint, host, port: Number(port), isPlaintext, timeoutMs };
}

/** Whether `email` (lower case) may create desks. */
export function mayOwn(owners: readonly string[], email: string): boolean {
  const domain = email.slice(email.indexOf('@'));
  return owners.some((owner) => owner === '*' || owner === email || owner === domain);
}
