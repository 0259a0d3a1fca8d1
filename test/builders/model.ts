// A small trained model for tests: the themes of `trainingRows`, learnt by the real trainer.
import { documentFromText } from '../../src/core/classifier/document.ts';
import { encodeModel } from '../../src/core/classifier/model-file.ts';
import { trainModel } from '../../src/core/classifier/train.ts';
import { ticketText } from '../../src/core/ticket.ts';
import { trainingRows } from './proxy.ts';

const SEED = 7;

/** A model file that knows network, billing and printing. */
export function themedModel(): Uint8Array {
  const rows = trainingRows();
  const labels = ['network', 'billing', 'printing'];
  const documents = rows.map((row) => documentFromText(ticketText(row), SEED));
  const targets = rows.map((row) => labels.indexOf(row.labels.queue));
  return encodeModel(trainModel({ labels, documents, targets }, { seed: SEED }).model);
}
