// What people do on a ticket sheet, as often as each is named.

/** Sorting and typing are what people do most. */
export const WHOLE_ROWS = [
  ...(['sort', 'sort', 'sort', 'decide', 'decide', 'decide'] as const),
  ...(['insertBlank', 'insertTicket', 'appendTickets', 'remove', 'submitForm', 'dragRows'] as const),
  ...(['empty', 'pasteDecisions', 'rewrite', 'confirm', 'filter'] as const),
] as const;
/** What copies Usher's cells, closes, merges or hides some, or moves them to other columns. */
export const COLUMNS = ['copyRow', 'insertColumn', 'moveColumn', 'protect', 'merge', 'hideColumn'] as const;
/** What parts texts from Usher's cells. */
export const PARTS = ['sortVisible', 'sortOwn'] as const;
/** As `COLUMNS`, and what makes one ticket out of another, which leaves the less to tell the two apart by. */
export const HARSH_COLUMNS = [
  ...(['copyRow', 'copyAsPattern', 'pasteOver', 'insertColumn'] as const),
  ...(['moveColumn', 'protect', 'merge', 'hideColumn'] as const),
] as const;
