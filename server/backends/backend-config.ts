// Which backend answers which desk, and where Vertex AI is.
import type { Reader } from '../environment.ts';

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

/** Which backend answers. */
export interface BackendConfig {
  readonly standard: ChosenBackend;
  /** Exceptions, by desk. */
  readonly byDesk: Readonly<Record<string, ChosenBackend>>;
  /** Set where a desk may choose `vertex-endpoint`. */
  readonly vertex: VertexConfig | undefined;
}

export type ChosenBackend = 'embedded' | 'vertex-endpoint';

const ENDPOINT = /^projects\/[^/]+\/locations\/([a-z0-9-]+)\/endpoints\/[^/]+$/;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
/** An endpoint that needs longer than this is late for a person who waits for a card. */
const VERTEX_TIMEOUT_MS = 1_200;

/** Reads USHER_BACKEND, USHER_DESK_BACKENDS and the USHER_VERTEX_ variables. */
export function readBackends(reader: Reader): BackendConfig {
  const kinds = ['embedded', 'vertex-endpoint'] as const;
  const standard = reader.choice('USHER_BACKEND', kinds, 'embedded');
  const byDesk: Record<string, ChosenBackend> = Object.create(null);
  for (const entry of reader.list('USHER_DESK_BACKENDS')) {
    const [desk = '', kind = ''] = entry.split('=').map((part) => part.trim());
    const found = kinds.find((one) => one === kind);
    if (desk !== '' && found !== undefined) byDesk[desk] = found;
    else {
      reader.faults.push(
        `USHER_DESK_BACKENDS holds "${entry}". Set DESK=embedded or DESK=vertex-endpoint, with commas between them.`,
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
