// The fast scorer where this machine and this build have it; the plain one does the same work elsewhere.
import type { Model } from '../../src/core/classifier/model.ts';
import type { Scorer } from '../../src/core/classifier/scorer.ts';
import { createWasmScorers } from './wasm-scorer.ts';

let made: Promise<((model: Model) => Scorer) | undefined> | undefined;

/** Makes scorers of models, compiled once for the process; undefined where that cannot be done. */
export function scorersAtHand(): Promise<((model: Model) => Scorer) | undefined> {
  made ??= createWasmScorers().catch(() => undefined);
  return made;
}
