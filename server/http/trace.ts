// The trace that a request belongs to, from the header that Google's load balancers send or the one that W3C describes.
import type { IncomingHttpHeaders } from 'node:http';

/** Fields by which Cloud Logging shows a line with its trace. */
export type TraceFields = Readonly<Record<string, string | boolean>>;

/** `TRACE/SPAN;o=1`, the trace in hexadecimal and the span in decimal. */
const CLOUD = /^([0-9a-f]{32})(?:\/(\d{1,20}))?(?:;o=([01]))?$/i;
/** W3C Trace Context, section 3.2: version, trace, parent, flags. */
const W3C = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The trace of a request, where it bears one; `project` is the Google Cloud project, empty outside of it. */
export function traceOf(headers: IncomingHttpHeaders, project: string): TraceFields | undefined {
  if (headers.traceparent === undefined && headers['x-cloud-trace-context'] === undefined) return undefined;
  const parent = W3C.exec(headers.traceparent?.toString() ?? '');
  if (parent !== null) {
    return fieldsOf(project, parent[1], parent[2], (Number.parseInt(parent[3] ?? '0', 16) & 1) === 1);
  }
  const cloud = CLOUD.exec(headers['x-cloud-trace-context']?.toString() ?? '');
  if (cloud === null) return undefined;
  const span = cloud[2] === undefined ? undefined : BigInt(cloud[2]).toString(16).padStart(16, '0');
  return fieldsOf(project, cloud[1], span, cloud[3] === '1');
}

function fieldsOf(
  project: string,
  trace: string | undefined,
  span: string | undefined,
  isSampled: boolean,
): TraceFields {
  return {
    'logging.googleapis.com/trace':
      project === '' ? `${trace?.toLowerCase()}` : `projects/${project}/traces/${trace?.toLowerCase()}`,
    ...(span === undefined ? {} : { 'logging.googleapis.com/spanId': span }),
    'logging.googleapis.com/trace_sampled': isSampled,
  };
}
