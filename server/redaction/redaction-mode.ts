// What a desk lets leave for another model: texts as written, masked, or only tickets in which nothing private is found. Apart
// from the masking itself, which is loaded only where something is masked.

export const REDACTION_MODES = ['off', 'redact', 'block'] as const;

/** A desk's choice. */
export type RedactionMode = (typeof REDACTION_MODES)[number];
