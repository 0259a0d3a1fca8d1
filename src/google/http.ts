// HttpPort over UrlFetchApp: the identity token goes with each request, twice, since Cloud Run strips one signature.
import { isDaySpentMessage } from '../addon/day-spent.ts';
import type { HttpPort, HttpRequest, HttpResult } from '../addon/ports.ts';

type FetchRequest = GoogleAppsScript.URL_Fetch.URLFetchRequest;

/** Requests go to `origin`, the one address that the manifest allows. */
export function googleHttp(origin: string): HttpPort {
  return {
    send: (requests) => {
      const prepared = requests.map((request) => prepare(origin, request));
      try {
        return UrlFetchApp.fetchAll(prepared).map(resultOf);
      } catch (error) {
        // Once the day's requests are spent, each further try is refused as well.
        if (isDaySpentMessage(messageOf(error)))
          return prepared.map(() => ({ kind: 'unreachable', message: messageOf(error) }));
        // fetchAll throws for all when one address fails, so each is tried alone to learn which.
        return prepared.map(sendAlone);
      }
    },
  };
}

function sendAlone(request: FetchRequest): HttpResult {
  try {
    const { url, ...options } = request;
    return resultOf(UrlFetchApp.fetch(url, options));
  } catch (error) {
    return { kind: 'unreachable', message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function prepare(origin: string, request: HttpRequest): FetchRequest {
  const token = ScriptApp.getIdentityToken();
  return {
    url: origin + request.path,
    method: request.method === 'GET' ? 'get' : request.method === 'PUT' ? 'put' : 'post',
    headers: { Authorization: `Bearer ${token}`, 'X-Serverless-Authorization': `Bearer ${token}` },
    muteHttpExceptions: true,
    ...(request.body === undefined ? {} : { contentType: 'application/json', payload: request.body }),
  };
}

function resultOf(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResult {
  return { kind: 'answered', status: response.getResponseCode(), body: response.getContentText() };
}
