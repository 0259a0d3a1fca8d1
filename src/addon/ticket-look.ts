// How the ticket sheet looks once it is set up: hidden and formatted columns, drop-downs with the labels, colours beside words, and a
// mark on every column that Usher reads or fills.
import { confidenceKey, labelKey } from './column-keys.ts';
import { activeNames, type LabelLists } from './label-names.ts';
import { messages } from './messages.ts';
import type { SheetLook, SheetWorld } from './ports.ts';
import { STATUSES, type Status } from './row-state.ts';
import type { Settings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';

/** Offers the labels of today in the cells of each field; columns count from where they stand now. */
export function offerLabels(world: SheetWorld, settings: Settings, lists: LabelLists): void {
  const { columns } = lookAtSheet(world, settings);
  world.sheets.applyLook(settings.sheetId, {
    dropDowns: columns.fields.map(({ field, label }) => labelDropDown({ field, column: label + 1 }, lists)),
  });
}

function labelDropDown({ field, column }: { field: string; column: number }, lists: LabelLists) {
  return { column, values: activeNames(lists, field), strict: false };
}

/** The look of the ticket sheet with these headers; where a column bears a mark it is that one, whichever else has its header. */
export function ticketLook(
  headers: readonly string[],
  settings: Settings,
  lists: LabelLists,
  marks: Readonly<Record<string, number>>,
): SheetLook {
  const at = (header: string, key: string): number => {
    const marked = marks[key];
    return marked !== undefined && headers[marked - 1] === header ? marked : headers.indexOf(header) + 1;
  };
  const status = at(settings.own.status, 'status');
  const own = {
    reason: at(settings.own.reason, 'reason'),
    state: at(settings.own.state, 'state'),
    id: at(settings.own.id, 'id'),
  };
  const statusIs = (text: Status): string => `=$${columnLetter(status)}2="${text}"`;
  const columnMarks = [
    ...settings.fields.flatMap((binding) => [
      { column: at(binding.header, labelKey(binding.field)), key: labelKey(binding.field) },
      {
        column: at(binding.confidenceHeader, confidenceKey(binding.field)),
        key: confidenceKey(binding.field),
      },
    ]),
    ...Object.entries(settings.source).map(([key, header]) => ({ column: at(header, key), key })),
    { column: status, key: 'status' },
    { column: own.reason, key: 'reason' },
    { column: own.state, key: 'state' },
    { column: own.id, key: 'id' },
  ];
  const bound = settings.fields.map(({ field, header }) => ({ field, column: at(header, labelKey(field)) }));
  const labelColumns = bound.map(({ column }) => column);
  const confidences = settings.fields.map((binding) =>
    at(binding.confidenceHeader, confidenceKey(binding.field)),
  );
  return {
    frozenRows: 1,
    hiddenColumns: [own.state, own.id],
    textColumns: [own.reason, own.state, own.id],
    percentColumns: confidences,
    widths: [...confidences, status]
      .map((column) => ({ column, pixels: 132 }))
      .concat({
        column: own.reason,
        pixels: 380,
      }),
    dropDowns: [
      ...bound.map((field) => labelDropDown(field, lists)),
      { column: status, values: STATUSES, strict: false },
    ],
    rowStyles: [
      { columns: labelColumns, formula: statusIs('needs review'), style: { italic: true, color: '#5f6368' } },
      {
        columns: [status],
        formula: statusIs('needs review'),
        style: { background: '#fef7e0', color: '#7a4f01' },
      },
      {
        columns: [status],
        formula: statusIs('assigned'),
        style: { background: '#e6f4ea', color: '#0d652d' },
      },
      { columns: [status], formula: statusIs('failed'), style: { background: '#fce8e6', color: '#a50e0e' } },
    ],
    columnMarks,
    headerNotes: [
      {
        column: status,
        note: messages.statusNote,
      },
    ],
  };
}

/** 1 is A, 27 is AA. */
function columnLetter(column: number): string {
  let rest = column;
  let letters = '';
  while (rest > 0) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
    rest = Math.floor((rest - 1) / 26);
  }
  return letters;
}
