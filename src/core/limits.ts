// The limits of one request, shared by both ends, so that the add-on never sends what the proxy would refuse.

/** Tickets in one triage request. */
export const BATCH_TICKETS_MAX = 200;
/** UTF-16 units of a subject; longer ones are cut by the add-on before they are sent. */
export const SUBJECT_CHARACTERS_MAX = 1_000;
/** UTF-16 units of a body. 8,000 carry what a reader would read of a mail, and 200 of them fit one 2 MB request. */
export const BODY_CHARACTERS_MAX = 8_000;
/** Rows in one uploaded part of a training session. */
export const TRAINING_PART_ROWS_MAX = 5_000;
/** Bytes of one triage or desk request's body: 200 tickets of the greatest length in UTF-8, with room for JSON escapes. */
export const BODY_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes of one training part: under the 50 MB that Apps Script allows a request. */
export const TRAINING_BODY_BYTES_MAX = 40 * 1024 * 1024;

/** Pictures of one ticket: a screen or two, and a photo. */
export const IMAGES_MAX = 3;
/** Characters of a picture in base64: a megabyte, which holds a whole screen as PNG. */
export const IMAGE_CHARACTERS_MAX = 1_400_000;

export const ID_CHARACTERS_MAX = 128;
export const NAME_CHARACTERS_MAX = 200;
export const DESCRIPTION_CHARACTERS_MAX = 2_000;
export const EXAMPLE_CHARACTERS_MAX = 500;
export const EXAMPLES_MAX = 5;
export const KEYWORDS_MAX = 100;
export const LABELS_MAX = 1_000;
/** Names that a label bore before: more renamings than a queue lives through. */
export const FORMER_NAMES_MAX = 20;
export const FIELDS_MAX = 10;
export const ATTRIBUTES_MAX = 20;
