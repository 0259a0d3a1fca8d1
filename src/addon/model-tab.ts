// The hidden tab `Usher model`: the small models in cells, so that custom functions predict without the network. One row a
// field; a model is cut into parts, since a cell holds 50,000 characters.
import type { AddonModel } from '../core/addon-model.ts';
import { bytesFromBase64 } from '../core/base64.ts';
import { decodeModel, ModelFileError } from '../core/classifier/model-file.ts';
import { createPredictor, type Predictor } from '../core/classifier/predict.ts';
import type { TrainingResult } from '../core/contract.ts';
import { currentLabelId } from '../core/labels.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { foldName, type LabelLists } from './label-names.ts';
import { messages } from './messages.ts';
import type { CellValue, HttpPort, SheetsPort } from './ports.ts';
import { exchange, parseAddonModel } from './proxy.ts';
import { isRecord, type Settings } from './settings.ts';

export const MODEL_TAB = 'Usher model';

/** Sheets takes 50,000 characters a cell. */
const PART_CHARACTERS = 45_000;
/** The small model has at most 300,000 bytes, which are 400,000 characters. */
const PARTS_MAX = 10;
const HEADER = ['Field', 'Name', 'Model', 'Labels'];
const COLUMNS = HEADER.length + PARTS_MAX;

/** A model for one field, with the names that people gave field and labels. */
export interface FieldModel extends AddonModel {
  readonly name: string;
}

/** A predictor out of the tab, with label names by index. */
export interface CellModel {
  readonly predictor: Predictor;
  readonly labelNames: readonly string[];
}

/** Asks the proxy for the small variant of each model. Throws a `Problem`. */
export function fetchModels(
  http: HttpPort,
  settings: Settings,
  models: TrainingResult['models'],
): FieldModel[] {
  return models.map(({ id, field }) => {
    const path = `/v1/desks/${settings.desk}/models/${id}/addon`;
    const model = exchange(http, { method: 'GET', path }, parseAddonModel);
    const name = settings.fields.find((binding) => binding.field === field)?.header ?? field;
    return { ...model, name };
  });
}

/** Writes the models into the tab, which is made when it is missing; models of other fields stay. */
export function saveModels(sheets: SheetsPort, models: readonly FieldModel[], lists: LabelLists): void {
  if (models.length === 0) return;
  const known = sheets.sheets().find((sheet) => sheet.name === MODEL_TAB);
  const tab = known ?? sheets.addSheet(MODEL_TAB);
  const others = known ? fieldRows(sheets.read(tab.id).rows) : [];
  const fields = new Set(models.map((model) => model.field));
  const rows = [
    [...HEADER, ...Array.from({ length: PARTS_MAX }, (_, part) => `Part ${part + 1}`)],
    ...models.map(({ field, name, id, bytes }) => [
      field,
      name,
      id,
      namesIn(lists, field),
      ...partsOf(bytes),
    ]),
    ...others.filter(([field]) => !fields.has(textOfCell(field))).map((row) => row.map(textOfCell)),
  ];
  const values = rows.map((row) => Array.from({ length: COLUMNS }, (_, at) => cellText(row[at] ?? '')));
  sheets.growColumns(tab.id, COLUMNS);
  sheets.write(tab.id, [{ row: 1, column: 1, values }]);
  if (!known) sheets.applyLook(tab.id, { isHidden: true, frozenRows: 1 });
}

/** Gives the labels of the models in the tab their present names; nothing where there is no tab. */
export function renameLabels(sheets: SheetsPort, lists: LabelLists): void {
  const tab = sheets.sheets().find((sheet) => sheet.name === MODEL_TAB);
  if (!tab) return;
  const column = HEADER.indexOf('Labels');
  const blocks = sheets.read(tab.id).rows.flatMap((row, i) => {
    const field = textOfCell(row[0]);
    const names = i === 0 || field === '' || !lists[field] ? null : namesIn(lists, field);
    return names === null || names === textOfCell(row[column])
      ? []
      : [{ row: i + 1, column: column + 1, values: [[cellText(names)]] }];
  });
  sheets.write(tab.id, blocks);
}

/** Name by label id as JSON; a label that was merged bears the name of the one that it went into. */
function namesIn(lists: LabelLists, field: string): string {
  const labels = lists[field] ?? [];
  const names = new Map(labels.map(({ id, name }) => [id, name]));
  return JSON.stringify(
    Object.fromEntries(
      labels.map(({ id, name }) => [id, names.get(currentLabelId(labels, id) ?? id) ?? name]),
    ),
  );
}

/** The names of the fields that the tab has a model for. */
export function fieldNames(rows: readonly (readonly CellValue[])[]): string[] {
  return fieldRows(rows).map((row) => textOfCell(row[1]));
}

/**
 * The model of a field, named by its id or by its header; the first one when `field` is empty. Null when there is none. Throws a
 * ModelFileError when what stands in the cells is damaged.
 */
export function readCellModel(rows: readonly (readonly CellValue[])[], field: string): CellModel | null {
  const wanted = foldName(field);
  const row = fieldRows(rows).find(
    ([id, name]) =>
      wanted === '' || foldName(textOfCell(id)) === wanted || foldName(textOfCell(name)) === wanted,
  );
  if (!row) return null;
  const bytes = bytesFromBase64(
    row
      .slice(HEADER.length, COLUMNS)
      .map((part) => textOfCell(part))
      .join(''),
  );
  if (!bytes) throw new ModelFileError(messages.cells.brokenModel);
  const model = decodeModel(bytes);
  const names = namesOf(textOfCell(row[HEADER.indexOf('Labels')]));
  return {
    predictor: createPredictor(model),
    labelNames: model.labels.map((label) => names.get(label) ?? label),
  };
}

function fieldRows(rows: readonly (readonly CellValue[])[]): readonly (readonly CellValue[])[] {
  return rows.slice(1).filter(([field]) => textOfCell(field) !== '');
}

function partsOf(bytes: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART_CHARACTERS)
    parts.push(bytes.slice(at, at + PART_CHARACTERS));
  return parts;
}

function namesOf(text: string): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return new Map();
    return new Map(Object.entries(value).map(([id, name]) => [id, String(name)]));
  } catch {
    return new Map();
  }
}
