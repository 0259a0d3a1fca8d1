// What a failed call of Vertex AI means for the person who runs the proxy: which setting to look at, by gRPC status code.
import type { BackendFailure } from '../backends/backend.ts';

/** What the sentences name. */
export interface CalledThing {
  /** Such as "the Vertex AI endpoint". */
  readonly thing: string;
  /** The setting that says which one it is. */
  readonly setting: string;
  /** What stands in the request and may be refused. */
  readonly request: string;
}

const LATE: BackendFailure = { code: 'late', message: 'Vertex AI did not answer in time.' };
const FAILED: BackendFailure = { code: 'unavailable', message: 'Vertex AI failed.' };

/** The failure that a status code stands for; never a word of the service's own message, which may repeat a ticket. */
export function failureOf(status: number, { thing, setting, request }: CalledThing): BackendFailure {
  const refused = (message: string): BackendFailure => ({ code: 'refused', message });
  switch (status) {
    case 1:
    case 4:
      return LATE;
    case 3:
      return refused(`${capital(thing)} does not take ${request}. Check ${setting}.`);
    case 5:
      return refused(
        `Vertex AI knows no such thing as ${setting} names. Check project, region and id in ${setting}.`,
      );
    case 7:
      return refused(
        `The proxy may not use ${thing}. Give its service account the role roles/aiplatform.user in the project that ${setting} names.`,
      );
    case 8:
      return { code: 'unavailable', message: `The quota of ${thing} is used up for now.` };
    case 9:
      return refused(
        `${capital(thing)} is not ready to answer. Check that what ${setting} names is deployed.`,
      );
    case 14:
      return { code: 'unavailable', message: 'Vertex AI could not be reached.' };
    case 16:
      return refused('The proxy could not sign in to Vertex AI. Check its service account or credentials.');
    default:
      return FAILED;
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
