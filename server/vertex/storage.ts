// Objects in Cloud Storage by its JSON API: what commands and the container need of it, and no more.

/** Where Cloud Storage is, and who asks. */
export interface StorageConfig {
  /** `https://storage.googleapis.com`, or a server on this machine. */
  readonly origin: string;
  accessToken(): Promise<string>;
  readonly fetch: typeof globalThis.fetch;
}

/** A bucket and a name, from `gs://bucket/name`. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly name: string;
}

/** Cloud Storage refused, or could not be reached. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly status: number;

  constructor(status: number, place: ObjectPlace) {
    super(
      `Cloud Storage answered ${status} for gs://${place.bucket}/${place.name}. Check the bucket, and that you may use it.`,
    );
    this.status = status;
  }
}

/** Parses `gs://bucket/name`; undefined for anything else. */
export function parseObjectUri(uri: string): ObjectPlace | undefined {
  const [, bucket, name = ''] = /^gs:\/\/([^/]+)(?:\/(.*))?$/.exec(uri) ?? [];
  return bucket === undefined ? undefined : { bucket, name };
}

/** Reads and writes whole objects. */
export interface Storage {
  read(place: ObjectPlace): Promise<Buffer<ArrayBuffer>>;
  write(place: ObjectPlace, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  has(place: ObjectPlace): Promise<boolean>;
  /** Names of the objects that begin with the place's name. */
  list(place: ObjectPlace): Promise<string[]>;
}

const NOT_FOUND = 404;
/** Pages of a thousand names. */
const PAGES_MAX = 1_000;

/** Cloud Storage as the configuration reaches it. */
export function createStorage({ origin, accessToken, fetch }: StorageConfig): Storage {
  async function send(place: ObjectPlace, path: string, init: RequestInit = {}): Promise<Response> {
    const token = await accessToken();
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${origin}${path}`, { ...init, headers });
    if (!response.ok) throw new StorageError(response.status, place);
    return response;
  }
  const objectPath = ({ bucket, name }: ObjectPlace) =>
    `/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}`;

  return {
    read: async (place) =>
      Buffer.from(await (await send(place, `${objectPath(place)}?alt=media`)).arrayBuffer()),
    write: async (place, bytes) => {
      const query = `uploadType=media&name=${encodeURIComponent(place.name)}`;
      const path = `/upload/storage/v1/b/${encodeURIComponent(place.bucket)}/o?${query}`;
      await send(place, path, { method: 'POST', body: bytes });
    },
    has: async (place) => {
      try {
        await send(place, objectPath(place));
        return true;
      } catch (error) {
        if (error instanceof StorageError && error.status === NOT_FOUND) return false;
        throw error;
      }
    },
    list: async (place) => {
      const names: string[] = [];
      let page = '';
      for (let pages = 0; pages < PAGES_MAX; pages++) {
        const query = new URLSearchParams({
          prefix: place.name,
          ...(page === '' ? {} : { pageToken: page }),
        });
        const path = `/storage/v1/b/${encodeURIComponent(place.bucket)}/o?${query}`;
        const body = (await (await send(place, path)).json()) as {
          items?: { name: string }[];
          nextPageToken?: string;
        };
        names.push(...(body.items ?? []).map(({ name }) => name));
        if (body.nextPageToken === undefined) break;
        page = body.nextPageToken;
      }
      return names;
    },
  };
}
