// HttpPort over UrlFetchApp: the identity token goes with each request, twice, since Cloud Run strips one signature.
import { isDaySpentMessage } from '../addon/day-spent.ts';
import type { HttpPort, HttpRequest, HttpResult } from '../addon/ports.ts';

type FetchRequest = GoogleAppsScript.URL_Fetch.URLFetchRequest;
type TimedRequest = FetchRequest & { readonly timeoutSeconds?: number };

/** Requests go to `origin`, the one address that the manifest allows. */
export function googleHttp(origin: string): HttpPort {
  return {
    send: (requests) => {
      // Each look at the token costs a card's time.
      const token = ScriptApp.getIdentityToken();
      const prepared = requests.map((request) => prepare(origin, token, request));
      try {
        return UrlFetchApp.fetchAll(prepared).map(resultOf);
      } catch (error) {
        // Once the day's requests are spent, each further try is refused as well.
        if (isDaySpentMessage(messageOf(error)))
          return prepared.map(() => ({ kind: 'unreachable', message: messageOf(error) }));
        // A try alone would wait as long again, which a card cannot.
        if (requests.every(({ timeoutSeconds }) => timeoutSeconds !== undefined) && !isOptionRefused(error))
          return prepared.map(() => ({ kind: 'unreachable', message: messageOf(error) }));
        // fetchAll throws for all when one address fails, so each is tried alone to learn which.
        return prepared.map(sendAlone);
      }
    },
  };
}

function sendAlone(request: TimedRequest): HttpResult {
  try {
    const { url, timeoutSeconds: _unknownToSome, ...options } = request;
    return resultOf(UrlFetchApp.fetch(url, options));
  } catch (error) {
    return { kind: 'unreachable', message: messageOf(error) };
  }
}

/** Google documents no way to end a wait; should it refuse the one that scripts use, requests go without. */
function isOptionRefused(error: unknown): boolean {
  return messageOf(error).includes('timeoutSeconds');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function prepare(origin: string, token: string | null, request: HttpRequest): TimedRequest {
  return {
    url: origin + request.path,
    method: request.method === 'GET' ? 'get' : request.method === 'PUT' ? 'put' : 'post',
    headers: { Authorization: `Bearer ${token}`, 'X-Serverless-Authorization': `Bearer ${token}` },
    muteHttpExceptions: true,
    ...(request.timeoutSeconds === undefined ? {} : { timeoutSeconds: request.timeoutSeconds }),
    ...(request.body === undefined ? {} : { contentType: 'application/json', payload: request.body }),
  };
}

function resultOf(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResult {
  return { kind: 'answered', status: response.getResponseCode(), body: response.getContentText() };
}
