// A version as files: the model, what a later comparison needs, the card, and a manifest that names the hash of each and is signed.
// Reading them back trusts nothing: manifest, signature, hashes and model are checked in turn.
import { decodeModel, ModelFileError } from '../../src/core/classifier/model-file.ts';
import { sha256 } from './canonical-json.ts';
import type { Champion } from './comparison.ts';
import { isSignedBy, type Signature, type Signer } from './signature.ts';

/** Files of a version by name. */
export type VersionFiles = Readonly<Record<string, Uint8Array>>;

/** What a manifest tells of a version's making. No clock: when it was put in service stands in the registry's history. */
export interface VersionManifest {
  readonly format: 1;
  readonly desk: string;
  readonly field: string;
  readonly usher: string;
  readonly classifierCode: number;
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly agreement: { readonly target: number; readonly delta: number };
  readonly rulesHash: string;
  readonly data: {
    readonly hash: string;
    readonly rows: number;
    readonly labels: readonly string[];
    readonly rowsPerLabel: readonly number[];
    readonly from: string | null;
    readonly until: string | null;
    readonly labelNoise: number | null;
  };
  readonly parent: string | null;
  readonly gatePasses: boolean;
  /** SHA-256 of every other file but the signature. */
  readonly files: Readonly<Record<string, string>>;
}

export const MODEL_FILE = 'model.bin';
export const WITNESS_FILE = 'witness.bin';
export const FITTED_FILE = 'fitted.bin';
export const REPORT_FILE = 'report.json';
export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'signature.json';

/** A version that must not be used; the message says why and what to do. */
export class VersionRefusal extends Error {
  override readonly name = 'VersionRefusal';
}

/** A version's name: the beginning of its manifest's hash. */
export function versionName(manifest: string): string {
  return sha256(manifest).slice(0, 16);
}

/** Adds the signature over the manifest. */
export function signVersion(files: VersionFiles, signer: Signer): VersionFiles {
  const signature = signer.sign(textOf(files[MANIFEST_FILE] ?? new Uint8Array()));
  return { ...files, [SIGNATURE_FILE]: Buffer.from(`${JSON.stringify(signature)}\n`) };
}

/** Checks a version against its name and the trusted keys; throws VersionRefusal. */
export function verifyVersion(
  name: string,
  files: VersionFiles,
  trusted: readonly string[],
): VersionManifest {
  const manifestBytes = files[MANIFEST_FILE];
  if (manifestBytes === undefined) {
    throw new VersionRefusal(`Version ${name} has no manifest, so nothing says what it is. Make it again.`);
  }
  const text = textOf(manifestBytes);
  const signature = readSignature(files[SIGNATURE_FILE]);
  if (signature === null) {
    throw new VersionRefusal(
      `Version ${name} has no signature that can be read. Sign it again, or make it again.`,
    );
  }
  if (!isSignedBy(text, signature, trusted)) {
    throw new VersionRefusal(
      `Version ${name} is not signed by a trusted key (key ${signature.keyId}), or its manifest was altered. Nothing was changed.`,
    );
  }
  if (versionName(text) !== name) {
    throw new VersionRefusal(
      `The manifest under the name ${name} belongs to version ${versionName(text)}. Copy the version again.`,
    );
  }
  const manifest = JSON.parse(text) as VersionManifest;
  for (const [file, expected] of Object.entries(manifest.files)) {
    const bytes = files[file];
    if (bytes === undefined)
      throw new VersionRefusal(`Version ${name} lacks its file ${file}. Copy it again.`);
    const found = sha256(bytes);
    if (found !== expected) {
      throw new VersionRefusal(
        `The file ${file} of version ${name} was altered: its SHA-256 is ${found.slice(0, 12)}…, ${expected.slice(0, 12)}… was signed. Copy it again.`,
      );
    }
  }
  return manifest;
}

/** The version as the next one is compared with it. */
export function championOf(
  name: string,
  manifest: VersionManifest,
  files: VersionFiles,
  createdAt: number,
): Champion {
  const fitted = files[FITTED_FILE] ?? new Uint8Array();
  return {
    version: name,
    witness: readModel(name, files[WITNESS_FILE] ?? files[MODEL_FILE]),
    fitted: new Uint32Array(fitted.slice().buffer),
    rows: manifest.data.rows,
    labels: manifest.data.labels,
    rowsPerLabel: manifest.data.rowsPerLabel,
    labelNoise: manifest.data.labelNoise,
    slices: slicesIn(files[REPORT_FILE]),
    createdAt,
  };
}

function readModel(name: string, bytes: Uint8Array | undefined) {
  if (bytes === undefined) throw new VersionRefusal(`Version ${name} has no model. Copy it again.`);
  try {
    return decodeModel(bytes);
  } catch (error) {
    if (error instanceof ModelFileError)
      throw new VersionRefusal(`Version ${name}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The manifest's hash of the report has held, so it is what packaging wrote. */
function slicesIn(report: Uint8Array | undefined): Champion['slices'] {
  if (report === undefined) return [];
  const { evaluation } = JSON.parse(textOf(report)) as { evaluation: { slices: Champion['slices'] } };
  return evaluation.slices;
}

function readSignature(bytes: Uint8Array | undefined): Signature | null {
  if (bytes === undefined) return null;
  try {
    const { algorithm, keyId, value } = JSON.parse(textOf(bytes)) as Partial<Signature>;
    if (algorithm !== 'Ed25519' || typeof keyId !== 'string' || typeof value !== 'string') return null;
    return { algorithm, keyId, value };
  } catch {
    return null;
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
