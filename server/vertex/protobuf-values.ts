// Plain JSON values to google.protobuf.Value and back. The client's own helper refuses lists and numbers at the top, and a
// plain object that is not converted is silently sent as an empty value.

/** A value that JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** google.protobuf.Value as the client takes and gives it. */
export type ProtobufValue =
  | { readonly nullValue: 'NULL_VALUE' | 0 }
  | { readonly boolValue: boolean }
  | { readonly numberValue: number }
  | { readonly stringValue: string }
  | { readonly listValue: { readonly values: readonly ProtobufValue[] } }
  | { readonly structValue: { readonly fields: Readonly<Record<string, ProtobufValue>> } };

/** Encodes a value; throws for a number that is not finite, which Value cannot carry. */
export function toProtobufValue(value: JsonValue): ProtobufValue {
  if (value === null) return { nullValue: 'NULL_VALUE' };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`A protobuf Value cannot carry the number ${value}.`);
    return { numberValue: value };
  }
  if (isList(value)) return { listValue: { values: value.map(toProtobufValue) } };
  const entries = Object.entries(value).map(([key, entry]) => [key, toProtobufValue(entry)]);
  return { structValue: { fields: Object.fromEntries(entries) } };
}

/** Decodes what the client gives; undefined where it is not a Value or its kind is not set. */
export function fromProtobufValue(value: unknown): JsonValue | undefined {
  if (!isRecord(value)) return undefined;
  if (typeof value['stringValue'] === 'string') return value['stringValue'];
  if (typeof value['numberValue'] === 'number') return value['numberValue'];
  if (typeof value['boolValue'] === 'boolean') return value['boolValue'];
  if (isRecord(value['structValue'])) {
    const fields = value['structValue']['fields'];
    const entries = Object.entries(isRecord(fields) ? fields : {});
    return Object.fromEntries(entries.map(([key, entry]) => [key, fromProtobufValue(entry) ?? null]));
  }
  if (isRecord(value['listValue'])) {
    const values = value['listValue']['values'];
    return Array.isArray(values) ? values.map((entry) => fromProtobufValue(entry) ?? null) : [];
  }
  return 'nullValue' in value && value['nullValue'] !== undefined ? null : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
