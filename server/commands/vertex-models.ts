// `usher vertex models`: what is known of Gemini models, and what of it is stale.
import { readFileSync } from 'node:fs';
import { KNOWN_MODELS } from '../vertex/known-models.ts';
import { parseCatalogue, priceOf, staleParts } from '../vertex/model-catalogue.ts';
import { type CommandIo, CommandRefusal } from './command.ts';

/** Prints the catalogue; exit code 1 where something is stale, so that a schedule can run it. */
export async function runModels(_args: readonly string[], io: CommandIo): Promise<number> {
  const path = io.environment['USHER_GEMINI_CATALOGUE'];
  const catalogue = path === undefined ? KNOWN_MODELS : parseCatalogue(readFileSync(path, 'utf8'));
  if (typeof catalogue === 'string')
    throw new CommandRefusal(`USHER_GEMINI_CATALOGUE is ${path}: ${catalogue}.`);
  io.out(`Checked on ${catalogue.checkedOn}. US dollars for a million tokens in and out:\n`);
  for (const model of catalogue.models) {
    const price = priceOf(model, io.now());
    io.out(
      `  ${model.id.padEnd(24)} ${price?.inputUsd} / ${price?.outputUsd}  kept until ${model.keptUntil ?? 'not told'}\n`,
    );
  }
  const chosen = io.environment['USHER_GEMINI_MODEL'];
  const ids = chosen === undefined ? catalogue.models.map(({ id }) => id) : [chosen];
  const stale = [...new Set(ids.flatMap((id) => staleParts(catalogue, id, io.now())))];
  for (const sentence of stale) io.out(`${sentence}\n`);
  return stale.length > 0 ? 1 : 0;
}
