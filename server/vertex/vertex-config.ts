// Where an endpoint of Vertex AI is, from the environment.
import type { Reader } from '../environment.ts';

/** Where a service of Vertex AI is. */
export interface VertexAddress {
  readonly host: string;
  readonly port: number;
  /** The Google Cloud project, which the client would otherwise ask the metadata server for. */
  readonly project: string;
  /** Plain text and no credentials: only for a server on this machine. */
  readonly isPlaintext: boolean;
}

/** The outside of a Vertex AI endpoint backend. */
export interface VertexConfig extends VertexAddress {
  /** `projects/P/locations/L/endpoints/E`. */
  readonly endpoint: string;
  /** Longest wait for one call, in milliseconds. */
  readonly timeoutMs: number;
  /** The model takes its instances as bytes of JSON (RawPredict). */
  readonly isRaw: boolean;
}

const ENDPOINT = /^projects\/[^/]+\/locations\/([a-z0-9-]+)\/endpoints\/[^/]+$/;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];
/** An endpoint that needs longer than this is late for a person who waits for a card. */
const VERTEX_TIMEOUT_MS = 1_200;

/** Reads USHER_VERTEX_ENDPOINT and what stands beside it. */
export function readVertex(reader: Reader): VertexConfig {
  const endpoint = reader.text('USHER_VERTEX_ENDPOINT', '');
  const location = ENDPOINT.exec(endpoint)?.[1];
  if (location === undefined) {
    reader.faults.push(
      `USHER_VERTEX_ENDPOINT is "${endpoint}". Set the endpoint's full name: projects/PROJECT/locations/REGION/endpoints/ID.`,
    );
  }
  return {
    endpoint,
    ...readAddress(reader, 'USHER_VERTEX_ADDRESS', location ?? 'global'),
    project: endpoint.split('/')[1] ?? '',
    timeoutMs: reader.whole('USHER_VERTEX_TIMEOUT_MS', VERTEX_TIMEOUT_MS, 1, 60_000),
    isRaw: reader.choice('USHER_VERTEX_CALL', ['predict', 'rawPredict'] as const, 'predict') === 'rawPredict',
  };
}

/** The address of a location's services, or the one that the variable `name` sets. */
export function readAddress(reader: Reader, name: string, location: string): Omit<VertexAddress, 'project'> {
  const address = reader.text(name, `${hostOf(location)}:443`);
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === '') reader.faults.push(`${name} is "${address}". Set HOST:PORT.`);
  const isPlaintext = reader.text('USHER_VERTEX_PLAINTEXT', '') === '1';
  if (isPlaintext && !LOOPBACK.includes(host)) {
    reader.faults.push(
      `USHER_VERTEX_PLAINTEXT is 1 and ${name} is "${address}": tickets would cross the network in the clear. ` +
        'Unset USHER_VERTEX_PLAINTEXT, or name a server on this machine.',
    );
  }
  if (reader.text('GOOGLE_SDK_NODE_LOGGING', '') !== '') {
    reader.faults.push(
      'GOOGLE_SDK_NODE_LOGGING is set: the client library would write tickets to the log. Unset it.',
    );
  }
  return { host, port: Number(port), isPlaintext };
}

/** `eu` and `us` keep processing in the jurisdiction; `global` promises no place at all. */
function hostOf(location: string): string {
  if (location === 'global') return 'aiplatform.googleapis.com';
  if (location === 'eu' || location === 'us') return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}
