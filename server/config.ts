// The environment turned into a checked configuration. All mistakes are told at once, each with the variable's name and what
// to do. Nothing else reads the environment.
import { type BackendConfig, readBackends } from './backends/backend-config.ts';
import { assertFaultless, createReader, type Environment, type Reader } from './environment.ts';
import { readSignIn, type SignInConfig } from './http/sign-in-config.ts';
import { type LimitsConfig, readLimits } from './limits-config.ts';
import { type ChatWebhooks, readWebhooks } from './watch/chat.ts';

/** All that the proxy is told from outside. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Path of the SQLite file, `:memory:`, or a `postgres://` address. */
  readonly database: string;
  readonly signIn: SignInConfig;
  /** Mail addresses and `@domains`, lower case, that may create desks; `*` is anyone who can sign in. */
  readonly owners: readonly string[];
  readonly backends: BackendConfig;
  readonly limits: LimitsConfig;
  readonly logLevel: LogLevel;
  /** Google Cloud project, so that log lines stand with their traces; empty elsewhere. */
  readonly project: string;
  /** Google Chat spaces that are told of outbreaks, by desk. */
  readonly chatWebhooks: ChatWebhooks;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Reads the configuration; throws ConfigError with every mistake found. */
export function readConfig(environment: Environment): Config {
  const reader = createReader(environment);
  const isCloudRun = reader.text('K_SERVICE', '') !== '';
  const chat = readWebhooks(reader.list('USHER_CHAT_WEBHOOKS'));
  reader.faults.push(...chat.faults);
  const config = {
    host: reader.text('USHER_HOST', isCloudRun ? '0.0.0.0' : '127.0.0.1'),
    port: reader.whole('PORT', 8080, 0, 65_535),
    database: readDatabase(reader),
    signIn: readSignIn(reader, isCloudRun),
    owners: readOwners(reader),
    backends: readBackends(reader),
    limits: readLimits(reader),
    logLevel: reader.choice('USHER_LOG_LEVEL', LOG_LEVELS, 'info'),
    project: reader.text('GOOGLE_CLOUD_PROJECT', ''),
    chatWebhooks: chat.webhooks,
  };
  if (isCloudRun && !isPostgres(config.database) && reader.text('USHER_ALLOW_SQLITE', '') !== '1') {
    reader.faults.push(
      'On Cloud Run the disk is memory and ends with the instance, so a SQLite file loses every desk and model. ' +
        'Set USHER_DATABASE to the postgres:// address of a Cloud SQL database, or USHER_ALLOW_SQLITE=1 only to try it.',
    );
  }
  assertFaultless(reader);
  return config;
}

/** Whether a database is a PostgreSQL address and not a SQLite file. */
export function isPostgres(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
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

function readOwners(reader: Reader): string[] {
  const known = reader.list('USHER_OWNERS').map((owner) => owner.toLowerCase());
  for (const owner of known) {
    if (owner === '*' || /^[^@\s]*@[^@\s]+$/.test(owner)) continue;
    reader.faults.push(
      `USHER_OWNERS holds "${owner}". Set mail addresses or @domains with commas between them, or * for anyone who can sign in.`,
    );
  }
  return known;
}

/** Whether `email` (lower case) may create desks. */
export function mayOwn(owners: readonly string[], email: string): boolean {
  const domain = email.slice(email.indexOf('@'));
  return owners.some((owner) => owner === '*' || owner === email || owner === domain);
}
