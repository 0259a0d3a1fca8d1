// `usher serve`: the proxy, configured by the environment, until it is told to stop.
import { ConfigError } from '../environment.ts';
import { startProxy } from '../main.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';

const USAGE = `Usage: usher serve
It reads the environment:
  AUTH_MODE=dev            how callers sign in
  USHER_DEV_KEY=…          the key of development tokens, at least 32 characters
  USHER_OWNERS=…           mail addresses and @domains that may create desks
  PORT=8080  USHER_HOST=127.0.0.1  USHER_DATABASE=usher.sqlite  USHER_LOG_LEVEL=info
  USHER_BACKEND=embedded|vertex-endpoint  USHER_DESK_BACKENDS=DESK=vertex-endpoint,…
  USHER_VERTEX_ENDPOINT=projects/P/locations/R/endpoints/E  USHER_VERTEX_ADDRESS=HOST:PORT  USHER_VERTEX_TIMEOUT_MS=2000`;

/** Starts the proxy and answers the exit code once it has stopped. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    { args: [...args], options: { help: { type: 'boolean', default: false } } },
    USAGE,
  );
  if (values.help) {
    io.out(`${USAGE}\n`);
    return 0;
  }
  try {
    const { stopped } = await startProxy(io.environment, io.out);
    return await stopped;
  } catch (error) {
    if (error instanceof ConfigError)
      throw new CommandRefusal(`${error.message}\n\n${USAGE}`, { cause: error });
    throw error;
  }
}
