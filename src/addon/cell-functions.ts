// =USHER() and =USHER_WHY(): predictions from the model in the hidden tab, for a cell or a range, without the network. A failure
// is a sentence in the cell, since Sheets shows people no more than #ERROR! of anything thrown.
import { explainPrediction } from '../core/classifier/explain.ts';
import { ModelFileError } from '../core/classifier/model-file.ts';
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from '../core/limits.ts';
import { ticketText } from '../core/ticket.ts';
import { textOfCell } from './cell-text.ts';
import { messages, speakFor } from './messages.ts';
import { type CellModel, fieldNames, MODEL_TAB, readCellModel } from './model-tab.ts';
import type { CellValue, CellWorld } from './ports.ts';

/** A custom function ends after 30 seconds. */
const ROWS_MAX = 10_000;
/** More words than these do not fit the width of a cell. */
const WORDS_SHOWN = 4;

/** Label and confidence of each row of `cells`, two columns; two blanks for a row without text or without a known word. */
export function labelsOfCells(
  world: CellWorld,
  cells: unknown,
  field: unknown,
): (string | number)[][] | string {
  return answerEach(
    world,
    cells,
    field,
    ({ predictor, labelNames }, text) => {
      const { label, confidence, knownGrams } = predictor.predict(text);
      return knownGrams === 0 ? ['', ''] : [labelNames[label] ?? '', Math.round(confidence * 1000) / 1000];
    },
    ['', ''],
  );
}

/** Why, in one sentence for each row of `cells`; blank for a row without text. */
export function reasonsOfCells(
  world: CellWorld,
  cells: unknown,
  field: unknown,
): (string | number)[][] | string {
  speakFor(world.locale());
  return answerEach(world, cells, field, (model, text) => [reasonOf(model, text)], ['']);
}

function answerEach(
  world: CellWorld,
  cells: unknown,
  field: unknown,
  answer: (model: CellModel, text: string) => (string | number)[],
  blank: (string | number)[],
): (string | number)[][] | string {
  const rows = rowsOf(cells);
  const rowsInModel = world.readSheet(MODEL_TAB);
  const refuse = (sentence: () => string): string => {
    speakFor(world.locale());
    return sentence();
  };
  if (rows.length > ROWS_MAX) return refuse(() => messages.cells.tooManyRows(rows.length, ROWS_MAX));
  if (!rowsInModel || fieldNames(rowsInModel).length === 0) return refuse(() => messages.cells.noModel);
  const wanted = isCell(field) ? textOfCell(field) : '';
  try {
    const model = readCellModel(rowsInModel, wanted);
    if (!model) return refuse(() => messages.cells.noField(wanted, fieldNames(rowsInModel)));
    return rows.map((row) => {
      const text = textOfRow(row);
      return text === '' ? blank : answer(model, text);
    });
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    return refuse(() => messages.cells.brokenModel);
  }
}

/** A range comes as rows of cells, a single cell as its value, a missing argument as undefined. */
function rowsOf(cells: unknown): CellValue[][] {
  if (!Array.isArray(cells)) return [[isCell(cells) ? cells : '']];
  return cells.map((row: unknown) =>
    Array.isArray(row) ? row.map((cell) => (isCell(cell) ? cell : '')) : [],
  );
}

function isCell(value: unknown): value is CellValue {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    Object.prototype.toString.call(value) === '[object Date]'
  );
}

/** The same text that a run would send of this row, so that formula and run tell the same. */
function textOfRow(row: readonly CellValue[]): string {
  const [first = '', ...rest] = row.map(textOfCell);
  const isOneColumn = row.length === 1;
  return ticketText({
    subject: isOneColumn ? '' : first.slice(0, SUBJECT_CHARACTERS_MAX),
    body: (isOneColumn ? first : rest.filter((cell) => cell !== '').join('\n')).slice(0, BODY_CHARACTERS_MAX),
  });
}

function reasonOf({ predictor, labelNames }: CellModel, text: string): string {
  const { label, runnerUp, knownGrams } = predictor.predict(text);
  if (knownGrams === 0) return messages.cells.unknownWords;
  const nameOf = (index: number): string => labelNames[index] ?? '';
  const words = new Map<string, { text: string; value: number }>();
  for (const { text: word, value } of explainPrediction(predictor, text, label, runnerUp).contributions) {
    const known = words.get(word.toLowerCase());
    if (known) known.value += value;
    else words.set(word.toLowerCase(), { text: word, value });
  }
  const strongest = [...words.values()]
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value)
    .slice(0, WORDS_SHOWN)
    .map((word) => word.text);
  if (strongest.length === 0) return messages.cells.common(nameOf(label), nameOf(runnerUp));
  return messages.cells.because(strongest, nameOf(label), nameOf(runnerUp));
}
