// What redaction looks for and what it reports: kinds of private data and the places where they stand.

/** Every kind of private data that redaction knows, in the order in which reports list them. */
export const PRIVATE_KINDS = [
  'email',
  'phone',
  'card',
  'iban',
  'national-id',
  'ip',
  'secret',
  'name',
] as const;

export type PrivateKind = (typeof PRIVATE_KINDS)[number];

/** A place in a text that holds private data: UTF-16 units from `start` up to, not including, `end`. */
export interface Finding {
  readonly kind: PrivateKind;
  readonly start: number;
  readonly end: number;
}
