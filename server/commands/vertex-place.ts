// Where deeds on Vertex AI are done: project, location and clients, with refusals that name the setting.
import { assertFaultless, ConfigError, createReader } from '../environment.ts';
import type { LifecycleClients } from '../vertex/open-lifecycle.ts';
import { codeOf } from '../vertex/prediction-client.ts';
import { ReleaseRefusal } from '../vertex/release-lookup.ts';
import { createStorage, type Storage, StorageError } from '../vertex/storage.ts';
import { readAddress, type VertexAddress } from '../vertex/vertex-config.ts';
import { type CommandIo, CommandRefusal } from './command.ts';

/** Options that every deed on Vertex AI takes. */
export const PLACE_OPTIONS = {
  project: { type: 'string' },
  location: { type: 'string' },
  name: { type: 'string', default: 'usher' },
  'dry-run': { type: 'boolean', default: false },
} as const;

/** A place with its clients; whoever opens it closes it. */
export interface VertexPlace {
  /** `projects/P/locations/L`. */
  readonly parent: string;
  readonly clients: LifecycleClients;
  readonly storage: Storage;
}

/** Runs `work` at a place and turns what Google refuses into a sentence with the setting to look at. */
export async function atVertex(
  values: { readonly project?: string | undefined; readonly location?: string | undefined },
  io: CommandIo,
  work: (place: VertexPlace) => Promise<void>,
): Promise<number> {
  const { address, parent, storageOrigin } = placeOf(values, io);
  const { openLifecycle } = await import('../vertex/open-lifecycle.ts');
  const clients = await openLifecycle(address).catch((cause: unknown) => {
    throw new CommandRefusal(
      'Nobody is signed in to Google Cloud here. Run: gcloud auth application-default login.',
      { cause },
    );
  });
  const storage = createStorage({
    ...{ origin: storageOrigin, accessToken: clients.accessToken, fetch: globalThis.fetch },
  });
  try {
    await work({ parent, clients, storage });
    return 0;
  } catch (error) {
    throw refusalOf(error, parent);
  } finally {
    await clients.close();
  }
}

function placeOf(
  { project, location }: { readonly project?: string | undefined; readonly location?: string | undefined },
  io: CommandIo,
): { address: VertexAddress; parent: string; storageOrigin: string } {
  const reader = createReader(io.environment);
  const chosen = project ?? reader.text('GOOGLE_CLOUD_PROJECT', '');
  const region = location ?? reader.text('USHER_VERTEX_LOCATION', '');
  if (chosen === '') reader.faults.push('No project is set. Give --project, or set GOOGLE_CLOUD_PROJECT.');
  if (!/^[a-z]+-[a-z]+\d+$/.test(region)) {
    reader.faults.push(
      `The location is "${region}". Give --location, or set USHER_VERTEX_LOCATION, to a region such as europe-west4.`,
    );
  }
  const address = { ...readAddress(reader, 'USHER_VERTEX_ADDRESS', region), project: chosen };
  const storageOrigin = reader.text('USHER_STORAGE_ORIGIN', 'https://storage.googleapis.com');
  try {
    assertFaultless(reader);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  }
  return { address, parent: `projects/${chosen}/locations/${region}`, storageOrigin };
}

const MEANINGS: Readonly<Record<number, string>> = {
  3: 'Vertex AI does not take the request. Check the image, the machine type and the model.',
  5: 'Vertex AI knows no such thing there. Check --project and --location.',
  7: 'You may not do this there. Ask for the role roles/aiplatform.admin in the project.',
  8: 'A quota of the project is used up. Ask for more, or take idle versions off with usher vertex undeploy.',
  9: 'Vertex AI is not ready for this step. Look with usher vertex status, then run it again.',
  14: 'Vertex AI could not be reached. Run it again; it goes on where it stopped.',
  16: 'You are not signed in to Google Cloud. Run: gcloud auth application-default login.',
};

function refusalOf(error: unknown, parent: string): unknown {
  if (error instanceof ReleaseRefusal || error instanceof StorageError) {
    return new CommandRefusal(error.message, { cause: error });
  }
  const meaning = MEANINGS[codeOf(error)];
  return meaning === undefined ? error : new CommandRefusal(`${meaning} (${parent})`, { cause: error });
}
