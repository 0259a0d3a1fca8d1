// The model file: a fixed prefix, a JSON header in ASCII, then the model's arrays at multiples of 64 bytes, little-endian.
// It is read into views without copying. Every refusal says what was found, what was expected and what to do.
import { crc32 } from './crc32.ts';
import type { Manifest, Model } from './model.ts';

/** CRC-32 (IEEE 802.3) of bytes, as an unsigned number. */
export type Checksum = (bytes: Uint8Array) => number;

/** The bytes are not a model file that this build can read. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

/** "USHM" read as a little-endian number. */
const MAGIC = 0x4d485355;
const FORMAT = 2;
/** Prefix: magic, format, total bytes, checksum of all after the prefix, header bytes. */
const PREFIX_BYTES = 64;
const PREFIX_USED_BYTES = 20;
const ALIGNMENT = 64;
/** Section order in the file; the number is the bytes of one element. */
const SECTIONS = [
  ['keys', 4],
  ['scale', 4],
  ['rowScale', 4],
  ['bias', 4],
  ['meanScale', 4],
  ['weights', 1],
  ['meanWeights', 1],
  ['rarity', 1],
] as const;

interface Header {
  readonly labels: readonly string[];
  readonly hashSeed: number;
  readonly meanFeatures: number;
  readonly wordFeatures: number;
  readonly features: number;
  readonly manifest: Manifest;
}

/** Writes a model; the same model gives the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const header: Header = {
    labels: model.labels,
    hashSeed: model.hashSeed,
    meanFeatures: model.meanScale.length,
    wordFeatures: model.wordFeatures,
    features: model.keys.length,
    manifest: model.manifest,
  };
  const json = asciiJson(header);
  const layout = layOut(json.length, header);
  const bytes = new Uint8Array(layout.totalBytes);
  for (let index = 0; index < json.length; index++) bytes[PREFIX_BYTES + index] = json.charCodeAt(index);
  SECTIONS.forEach(([name], index) => {
    const section = model[name];
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), layout.starts[index]!);
  });
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(4, FORMAT, true);
  prefix.setUint32(8, layout.totalBytes, true);
  prefix.setUint32(12, crc32(bytes.subarray(PREFIX_BYTES)), true);
  prefix.setUint32(16, json.length, true);
  return bytes;
}

/**
 * Reads a model file into views on `bytes`, which must not change afterwards; throws ModelFileError. A host with a CRC-32 of its
 * own hands it in, since the plain one is half of the loading time while nothing is compiled yet.
 */
export function decodeModel(bytes: Uint8Array, checksum: Checksum = crc32): Model {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (aligned.length < PREFIX_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new ModelFileError('This is not a model file. Give a file that `usher train` wrote.');
  }
  const format = view.getUint32(4, true);
  if (format !== FORMAT) {
    const advice = format > FORMAT ? 'Deploy the newer build or train again' : 'Train again';
    throw new ModelFileError(`Model file has format ${format}, this build reads ${FORMAT}. ${advice}.`);
  }
  const totalBytes = view.getUint32(8, true);
  if (totalBytes !== aligned.length) {
    throw new ModelFileError(
      `Model file has ${aligned.length} bytes, ${totalBytes} were written. Copy it again, or train again.`,
    );
  }
  // What the prefix does not use is zero, so that no altered byte goes unseen.
  if (aligned.subarray(PREFIX_USED_BYTES, PREFIX_BYTES).some((byte) => byte !== 0)) {
    throw new ModelFileError('Model file has an altered prefix. Copy it again, or train again.');
  }
  const found = checksum(aligned.subarray(PREFIX_BYTES));
  const expected = view.getUint32(12, true);
  if (found !== expected) {
    throw new ModelFileError(
      `Model file has checksum ${found}, ${expected} was written, so it was altered. Copy it again, or train again.`,
    );
  }
  return readSections(aligned, view.getUint32(16, true));
}

function readSections(bytes: Uint8Array, jsonBytes: number): Model {
  const header = readHeader(bytes, jsonBytes);
  const { starts, totalBytes } = layOut(jsonBytes, header);
  if (totalBytes !== bytes.length) {
    throw new ModelFileError(
      `Model file announces ${header.features} features and ${header.labels.length} labels, which take ${totalBytes} bytes; found ${bytes.length}. Train again.`,
    );
  }
  const at = (index: number) => bytes.byteOffset + starts[index]!;
  const model: Model = {
    labels: header.labels,
    hashSeed: header.hashSeed,
    manifest: header.manifest,
    wordFeatures: header.wordFeatures,
    keys: new Uint32Array(bytes.buffer, at(0), header.features),
    scale: new Float32Array(bytes.buffer, at(1), header.features),
    rowScale: new Float32Array(bytes.buffer, at(2), header.features),
    bias: new Float32Array(bytes.buffer, at(3), header.labels.length),
    meanScale: new Float32Array(bytes.buffer, at(4), header.meanFeatures),
    weights: new Int8Array(bytes.buffer, at(5), header.features * header.labels.length),
    meanWeights: new Int8Array(bytes.buffer, at(6), header.meanFeatures * header.labels.length),
    rarity: new Uint8Array(bytes.buffer, at(7), header.features),
  };
  assertFinite(model);
  return model;
}

/** A sum of numbers of single precision is finite only if each is. */
function assertFinite({ scale, rowScale, bias, meanScale }: Model): void {
  let sum = 0;
  for (const numbers of [scale, rowScale, bias, meanScale])
    for (let at = 0; at < numbers.length; at++) sum += numbers[at]!;
  if (Number.isFinite(sum)) return;
  throw new ModelFileError('Model file holds weights that are not finite numbers. Train again.');
}

/** The checksum has held, so the header is what encodeModel wrote in this format. */
function readHeader(bytes: Uint8Array, jsonBytes: number): Header {
  let json = '';
  for (let at = PREFIX_BYTES; at < PREFIX_BYTES + jsonBytes; at++)
    json += String.fromCharCode(bytes[at] ?? 0);
  try {
    return JSON.parse(json) as Header;
  } catch (cause) {
    throw new ModelFileError(`Model file has a header that is not JSON (${String(cause)}). Train again.`);
  }
}

function layOut(jsonBytes: number, header: Header): { starts: number[]; totalBytes: number } {
  const { features, meanFeatures } = header;
  const labels = header.labels.length;
  const lengths = {
    keys: features,
    scale: features,
    rowScale: features,
    bias: labels,
    meanScale: meanFeatures,
    weights: features * labels,
    meanWeights: meanFeatures * labels,
    rarity: features,
  };
  let end = PREFIX_BYTES + jsonBytes;
  const starts = SECTIONS.map(([name, width]) => {
    const start = Math.ceil(end / ALIGNMENT) * ALIGNMENT;
    end = start + lengths[name] * width;
    return start;
  });
  return { starts, totalBytes: Math.ceil(end / ALIGNMENT) * ALIGNMENT };
}

/** JSON with every character above ASCII escaped, so that one character is one byte. */
function asciiJson(value: Header): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
