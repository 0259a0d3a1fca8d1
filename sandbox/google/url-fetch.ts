// UrlFetchApp: checks what Google checks (allowlist, sizes, quota), then asks a server on this machine.
import { isUint8Array } from 'node:util/types';
import { EmulatedBlob } from './blob.ts';
import { COST, Emulated, NAME } from './emulated.ts';
import { GoogleError, NotInSandboxError } from './errors.ts';
import type { FetchFault } from './faults.ts';
import type { Cost } from './latency.ts';
import { flag, list, optionalText, record, text, whole } from './parameters.ts';
import type { Run } from './run.ts';
import type { SyncFetch, WireAnswer, WireRequest } from './sync-fetch.ts';
import { assertAllowed, remapped } from './url-allowlist.ts';

const URL_CHARACTERS_MAX = 2_048;
const HEADERS_MAX = 100;
const HEADERS_BYTES_MAX = 8 * 1024;
const BODY_BYTES_MAX = 50 * 1024 * 1024;
/** Google's own limit is not documented; scripts have been seen to wait a minute where they name no `timeoutSeconds` of their own. */
const TIMEOUT_MS = 60_000;
/** Of an answer that is thrown as an error, Google shows the beginning. */
const SHOWN_CHARACTERS = 200;

const METHODS = new Set(['get', 'post', 'put', 'delete', 'patch', 'head', 'options']);
const OPTIONS = new Set([
  ...['method', 'headers', 'payload', 'contentType', 'muteHttpExceptions', 'followRedirects'],
  ...['validateHttpsCertificates', 'escaping', 'url', 'timeoutSeconds'],
]);

/** Where addresses may lead. */
export interface Network {
  readonly allowlist: readonly string[];
  /** Origin of the allowlist → origin on this machine. */
  readonly remap: Readonly<Record<string, string>>;
  readonly fetcher: SyncFetch;
}

interface Planned {
  readonly request: WireRequest;
  readonly url: string;
  readonly isMuted: boolean;
  readonly fault: FetchFault | undefined;
}

export class EmulatedUrlFetchApp extends Emulated {
  readonly [NAME] = 'UrlFetchApp';
  readonly #run: Run;
  readonly #network: Network;

  constructor(run: Run, network: Network) {
    super();
    this.#run = run;
    this.#network = network;
  }

  [COST](): Cost {
    return { kind: 'request' };
  }

  fetch(url: unknown, options?: unknown): EmulatedHttpResponse {
    const [response] = this.#fetchAll([
      this.#plan(url, options === undefined ? {} : record(options, 'params')),
    ]);
    if (response === undefined) throw new Error('The fetcher answered nothing.');
    return response;
  }

  /** Elements are addresses or records with an `url`. One that cannot be reached throws for all. */
  fetchAll(requests: unknown): EmulatedHttpResponse[] {
    const plans = list(requests, 'requests').map((request) => {
      if (typeof request === 'string') return this.#plan(request, {});
      const options = record(request, 'request');
      return this.#plan(options['url'], options);
    });
    return this.#fetchAll(plans);
  }

  #plan(address: unknown, options: Readonly<Record<string, unknown>>): Planned {
    const url = text(address, 'url');
    const unknown = Object.keys(options).find((key) => !OPTIONS.has(key));
    if (unknown !== undefined)
      throw new NotInSandboxError(`UrlFetchApp's option "${unknown}" is not in the sandbox.`);
    const method = (optionalText(options['method'], 'method') ?? 'get').toLowerCase();
    if (!METHODS.has(method)) throw new GoogleError(`The method "${method}" is not a method of HTTP.`);
    if (url.length > URL_CHARACTERS_MAX)
      throw new GoogleError(`The address has more than ${URL_CHARACTERS_MAX} characters.`);
    assertAllowed(url, this.#network.allowlist);
    const body = payloadOf(options['payload']);
    const type = optionalText(options['contentType'], 'contentType');
    const request: WireRequest = {
      url: remapped(url, this.#network.remap),
      method: method.toUpperCase(),
      headers: headersOf(
        options['headers'],
        body === undefined ? undefined : (type ?? 'application/x-www-form-urlencoded'),
      ),
      body,
      followRedirects:
        options['followRedirects'] === undefined || flag(options['followRedirects'], 'followRedirects'),
      timeoutMs: patienceOf(options['timeoutSeconds']),
    };
    const isMuted = options['muteHttpExceptions'] === true;
    return { request, url, isMuted, fault: this.#run.ground.faults.takeFetchFault() };
  }

  #fetchAll(plans: readonly Planned[]): EmulatedHttpResponse[] {
    if (plans.length === 0) return [];
    const { quotas, latency } = this.#run.ground;
    for (const _ of plans) quotas.spend(this.#run.user.email, 'urlfetch', 1);
    this.#run.countRequests(plans.length);
    const answers = this.#answers(plans);
    const isSlow = answers.some((answer) => answer.kind === 'timeout');
    this.#run.pass(
      isSlow
        ? Math.max(...plans.map(({ request }) => request.timeoutMs))
        : Math.ceil(plans.length / latency.fetchAllParallel) * latency.requestMs,
    );
    return answers.map((answer, i) => this.#responseTo(answer, plans[i]));
  }

  #answers(plans: readonly Planned[]): WireAnswer[] {
    const reaches = (fault: FetchFault | undefined): boolean =>
      fault === undefined || fault === 'lost answer';
    const sent = plans.filter((plan) => reaches(plan.fault));
    const real = sent.length === 0 ? [] : this.#network.fetcher.fetchAll(sent.map((plan) => plan.request));
    let next = 0;
    return plans.map((plan) => {
      const answer = reaches(plan.fault) ? real[next] : undefined;
      if (reaches(plan.fault)) next += 1;
      return plan.fault === undefined && answer !== undefined ? answer : faultyAnswer(plan.fault);
    });
  }

  #responseTo(answer: WireAnswer, plan: Planned | undefined): EmulatedHttpResponse {
    const url = plan?.url ?? '';
    if (answer.kind === 'timeout') throw new GoogleError(`Timed out: ${url}`);
    if (answer.kind !== 'response') throw new GoogleError(`The address cannot be reached: ${url}`);
    if (answer.body.byteLength > BODY_BYTES_MAX) throw new GoogleError(`The answer of ${url} is over 50 MB.`);
    const response = new EmulatedHttpResponse(answer.status, answer.headers, answer.body);
    if (answer.status < 400 || plan?.isMuted === true) return response;
    const shown = response.getContentText().slice(0, SHOWN_CHARACTERS);
    throw new GoogleError(
      `The request to ${url} failed with code ${answer.status}. The answer begins: ${shown}`,
    );
  }
}

/** Milliseconds that a request is waited for. */
function patienceOf(seconds: unknown): number {
  return seconds === undefined ? TIMEOUT_MS : Math.min(TIMEOUT_MS, whole(seconds, 'timeoutSeconds') * 1_000);
}

function faultyAnswer(fault: FetchFault | undefined): WireAnswer {
  if (typeof fault === 'object') {
    const body = new TextEncoder().encode(fault.body ?? '');
    return { kind: 'response', status: fault.status, headers: [], body };
  }
  return { kind: fault === 'unreachable' ? 'unreachable' : 'timeout', detail: 'ordered fault' };
}

function headersOf(value: unknown, contentType: string | undefined): [string, string][] {
  const given = value === undefined ? {} : record(value, 'headers');
  const headers = Object.entries(given).map(([name, header]): [string, string] => [name, text(header, name)]);
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (contentType !== undefined && !hasType) headers.push(['content-type', contentType]);
  const bytes = headers.reduce((sum, [name, header]) => sum + name.length + header.length + 4, 0);
  if (headers.length > HEADERS_MAX || bytes > HEADERS_BYTES_MAX) {
    throw new GoogleError(
      `A request has at most ${HEADERS_MAX} headers of ${HEADERS_BYTES_MAX} bytes together.`,
    );
  }
  return headers;
}

function payloadOf(value: unknown): string | Uint8Array<ArrayBuffer> | undefined {
  if (value === undefined || value === null) return undefined;
  const payload = payloadBody(value);
  const size = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  if (size > BODY_BYTES_MAX) throw new GoogleError('The request is over 50 MB.');
  return payload;
}

function payloadBody(value: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof value === 'string') return value;
  if (isUint8Array(value)) return new Uint8Array(value);
  if (Array.isArray(value)) return Uint8Array.from(value, (byte) => whole(byte, 'payload byte') & 255);
  if (value instanceof EmulatedBlob) return Uint8Array.from(value.getBytes(), (byte) => byte & 255);
  const fields = Object.entries(record(value, 'payload')).map(([key, field]): [string, string] => [
    key,
    text(field, key),
  ]);
  return fields.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
}

/** What came back. Everything is here already, so its calls cost nothing. */
export class EmulatedHttpResponse extends Emulated {
  readonly [NAME] = 'HTTPResponse';
  readonly #status: number;
  readonly #headers: readonly (readonly [string, string])[];
  readonly #body: Uint8Array;

  constructor(status: number, headers: readonly (readonly [string, string])[], body: Uint8Array) {
    super();
    this.#status = status;
    this.#headers = headers;
    this.#body = body;
  }

  [COST](): Cost {
    return { kind: 'local' };
  }

  getResponseCode(): number {
    return this.#status;
  }

  getContentText(charset?: unknown): string {
    return new TextDecoder(optionalText(charset, 'charset') ?? 'utf-8').decode(this.#body);
  }

  /** Signed bytes, as Java has them. */
  getContent(): Uint8Array {
    return this.#body;
  }

  /** Names as a server would write them: each part begins with a capital. */
  getHeaders(): Record<string, string> {
    return Object.fromEntries(
      this.#headers.map(([name, value]) => [
        name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()),
        value,
      ]),
    );
  }

  getAllHeaders(): Record<string, string> {
    return this.getHeaders();
  }

  getBlob(): EmulatedBlob {
    return new EmulatedBlob(this.#body, this.getHeaders()['Content-Type'] ?? null, null);
  }
}
