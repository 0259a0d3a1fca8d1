// What the page may ask of the sandbox, as one closed union: the server checks every body against it, the thread that
// holds the worlds carries it out.
import { type Static, type TSchema, Type } from 'typebox';

const closed = { additionalProperties: false };
/** Rows that one answer pictures at most; a screen shows some fifty. */
export const ROWS_A_REQUEST_MAX = 500;
/** Cells of one paste; Sheets takes more, a page in a browser should not. */
const PASTE_ROWS_MAX = 10_000;
const CELL_CHARACTERS_MAX = 50_000;

const Index = Type.Integer({ minimum: 1, maximum: 10_000_000 });
const Offset = Type.Integer({ minimum: 0, maximum: 10_000_000 });
const SheetName = Type.String({ minLength: 1, maxLength: 200 });
const FunctionName = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]{0,99}$' });
const Text = Type.String({ maxLength: CELL_CHARACTERS_MAX + 1 });

/** Empty beside no mail. */
const MessageId = Type.String({ maxLength: 40 });

/** The scope variants of the Gmail add-on, as the build makes them. */
export const MAIL_VARIANTS = [
  ...(['gmail', 'gmail-read-on-open', 'gmail-labels', 'gmail-schedule', 'gmail-sheet'] as const),
  'gmail-everything' as const,
];
const MailVariant = Type.Unsafe<MailVariant>(
  Type.Union(MAIL_VARIANTS.map((variant) => Type.Literal(variant))),
);
export type MailVariant = (typeof MAIL_VARIANTS)[number];

const ask = <K extends string, P extends Record<string, TSchema>>(kind: K, parameters: P) =>
  Type.Object({ kind: Type.Literal(kind), ...parameters }, closed);

const area = { row: Index, column: Index, rows: Index, columns: Index };

export const CommandSchema = Type.Union([
  ask('sheet', { sheet: Type.Optional(SheetName) }),
  ask('rows', {
    sheet: SheetName,
    view: Type.String({ maxLength: 60 }),
    from: Offset,
    count: Type.Integer({ minimum: 1, maximum: ROWS_A_REQUEST_MAX }),
  }),
  ask('cell', { sheet: SheetName, row: Index, column: Index }),
  ask('find', { sheet: SheetName, text: Type.String({ minLength: 1, maxLength: 200 }), after: Offset }),
  ask('select', { sheet: SheetName, ...area }),
  ask('set', { sheet: SheetName, row: Index, column: Index, text: Text }),
  ask('paste', {
    sheet: SheetName,
    row: Index,
    column: Index,
    cells: Type.Array(Type.Array(Text), { minItems: 1, maxItems: PASTE_ROWS_MAX }),
  }),
  ask('clear', { sheet: SheetName, ...area }),
  ask('sort', { sheet: SheetName, column: Index, isAscending: Type.Boolean() }),
  ask('insertRows', { sheet: SheetName, row: Index, count: Index }),
  ask('deleteRows', { sheet: SheetName, row: Index, count: Index }),
  ask('insertColumns', { sheet: SheetName, column: Index, count: Index }),
  ask('deleteColumns', { sheet: SheetName, column: Index, count: Index }),
  ask('moveColumn', { sheet: SheetName, column: Index, to: Index }),
  ask('hideColumn', { sheet: SheetName, column: Index }),
  ask('showColumns', { sheet: SheetName }),
  ask('undo', {}),
  ask('redo', {}),
  ask('menu', { functionName: FunctionName }),
  ask('frame', { id: Index }),
  ask('frameRun', {
    id: Index,
    functionName: FunctionName,
    values: Type.Array(Type.Unknown(), { maxItems: 20 }),
  }),
  ask('answer', {
    id: Index,
    button: Type.String({ maxLength: 10 }),
    text: Type.String({ maxLength: 5_000 }),
  }),
  ask('stop', {}),
  ask('mails', {}),
  ask('openMail', { messageId: MessageId }),
  ask('cardAction', {
    messageId: MessageId,
    functionName: FunctionName,
    parameters: Type.Record(Type.String(), Type.String()),
    formInputs: Type.Record(Type.String(), Type.Array(Type.String())),
  }),
  ask('popCard', {}),
  ask('mailHome', { place: Type.Union([Type.Literal('gmail'), Type.Literal('sheet')]) }),
  ask('mailLabel', {
    threadId: MessageId,
    label: Type.String({ minLength: 1, maxLength: 225 }),
    isOn: Type.Boolean(),
  }),
  ask('mailHour', {}),
  ask('mailSetting', { variant: MailVariant, locale: Type.Union([Type.Literal('en'), Type.Literal('de')]) }),
  ask('desk', {}),
  ask('advance', { hours: Type.Integer({ minimum: 1, maximum: 24 * 31 }) }),
  ask('fault', { id: Type.String({ maxLength: 40 }), isOn: Type.Boolean() }),
  ask('pace', { ms: Type.Integer({ minimum: 0, maximum: 2_000 }) }),
  ask('open', { csv: Type.String(), name: SheetName }),
  ask('sample', {}),
  ask('csv', { sheet: SheetName }),
]);

export type Command = Static<typeof CommandSchema>;
export type CommandOf<K extends Command['kind']> = Extract<Command, { kind: K }>;
