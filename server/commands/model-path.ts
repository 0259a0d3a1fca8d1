// A model file named on the command line.
import { crc32 } from 'node:zlib';
import type { Model } from '../../src/core/classifier/model.ts';
import { decodeModel, ModelFileError } from '../../src/core/classifier/model-file.ts';
import { CommandRefusal } from './command.ts';
import { readBytes } from './csv.ts';

/** Reads the model at a path; a refusal names the path. */
export function readModel(path: string): { readonly bytes: Buffer<ArrayBuffer>; readonly model: Model } {
  const bytes = readBytes(path);
  try {
    return { bytes, model: decodeModel(bytes, crc32) };
  } catch (cause) {
    if (!(cause instanceof ModelFileError)) throw cause;
    throw new CommandRefusal(`${path}: ${cause.message}`, { cause });
  }
}
