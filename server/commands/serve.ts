// `usher serve`: the proxy, configured by the environment, until it is told to stop.
import { randomBytes } from 'node:crypto';
import { readConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import { createLogger, standardOutput } from '../http/cloud-logger.ts';
import { createProxy, startProxy } from '../main.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';

const USAGE = `Usage: usher serve [--warm]
It reads the environment:
  AUTH_MODE=verify|iam-trusted|dev   how callers sign in
    USHER_AUDIENCES=…                verify, iam-trusted: OAuth client ids of the calling scripts
    USHER_CALLERS=@domain,mail       verify, iam-trusted: who may call
    USHER_DEV_KEY=…                  dev: the key of development tokens, at least 32 characters
  USHER_OWNERS=…                     mail addresses and @domains that may create desks
  USHER_DATABASE=usher.sqlite        a file, or postgres://USER:PASSWORD@HOST/NAME
  PORT=8080  USHER_HOST=127.0.0.1  USHER_LOG_LEVEL=info  GOOGLE_CLOUD_PROJECT=
  USHER_BACKEND=embedded|vertex-endpoint|gemini|cascade  USHER_DESK_BACKENDS=DESK=cascade,…
  USHER_CASCADE_TO=gemini|vertex-endpoint  USHER_CASCADE_BELOW_PERCENT=75
  USHER_DAILY_BUDGET_USD=1  USHER_DESK_BUDGETS_USD=DESK=2.50,…
  USHER_VERTEX_ENDPOINT=projects/P/locations/R/endpoints/E  USHER_VERTEX_ADDRESS=HOST:PORT  USHER_VERTEX_TIMEOUT_MS=1200
  USHER_VERTEX_CALL=predict|rawPredict
  USHER_GEMINI_MODEL=…  USHER_GEMINI_PROJECT=…  USHER_GEMINI_LOCATION=global|eu|us|REGION  USHER_GEMINI_THINKING=…
  USHER_GEMINI_VOTES=1  USHER_GEMINI_IMAGES=0  USHER_GEMINI_TIMEOUT_MS=8000  USHER_GEMINI_ARMOR=…  USHER_GEMINI_CATALOGUE=FILE
Where AIP_HTTP_PORT is set, it is a prediction container of Vertex AI instead, over the model in AIP_STORAGE_URI.
  USHER_CALLER_REQUESTS_A_MINUTE=3000  USHER_CALLER_TICKETS_A_DAY=200000
  USHER_DESK_TICKETS_A_MINUTE=60000  USHER_DESK_TICKETS_A_DAY=1000000
  USHER_IN_FLIGHT_MEGABYTES=2  USHER_QUEUE_MEGABYTES=8  USHER_QUEUE_MS=1000
  USHER_ANSWER_DAYS=30  USHER_LOG_DAYS=400
  USHER_CHAT_WEBHOOKS=DESK=https://chat.googleapis.com/v1/spaces/…,…   told of outbreaks
With --warm it answers one request from nothing and ends, so that compiled code is kept for the next start.`;

/** Starts the proxy and answers the exit code once it has stopped. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: { help: { type: 'boolean', default: false }, warm: { type: 'boolean', default: false } },
    },
    USAGE,
  );
  if (values.help) {
    io.out(`${USAGE}\n`);
    return 0;
  }
  if (values.warm) return warm();
  try {
    if (io.environment['AIP_HTTP_PORT'] !== undefined) {
      const { serveContainer } = await import('./serve-container.ts');
      return await serveContainer(io);
    }
    const { stopped } = await startProxy(io.environment, io.out);
    return await stopped;
  } catch (error) {
    if (error instanceof ConfigError)
      throw new CommandRefusal(`${error.message}\n\n${USAGE}`, { cause: error });
    throw error;
  }
}

/** Goes the way of a first request, in memory, so that its code is compiled. */
async function warm(): Promise<number> {
  const key = randomBytes(32).toString('hex');
  const nothing = {
    AUTH_MODE: 'dev',
    USHER_DEV_KEY: key,
    USHER_DATABASE: ':memory:',
    USHER_LOG_LEVEL: 'silent',
  };
  const proxy = await createProxy(
    readConfig(nothing),
    createLogger('silent', standardOutput(), () => 0),
  );
  const { statusCode } = await proxy.app.inject('/ready');
  await proxy.close();
  return statusCode === 200 ? 0 : 1;
}
