// gRPC definitions taken from the client package's own protos and from nothing of ours, so that what crosses the wire is
// judged by Google's description of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { ServiceDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

const require = createRequire(import.meta.url);
const PROTOS = '@google-cloud/aiplatform/build/protos/protos.json';
export const V1 = 'google.cloud.aiplatform.v1';

/** A message as plain data: enums by name, 64-bit numbers as text, bytes as they are. */
// biome-ignore lint/suspicious/noExplicitAny: messages of any service pass here, checked by their protos.
export type Message = Record<string, any>;

const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(require.resolve(PROTOS), 'utf8')));
/** Details of errors are described beside google-gax, which reads them. */
const gax = createRequire(require.resolve('@google-cloud/aiplatform')).resolve('google-gax');
const errors = protobuf.Root.fromJSON(
  JSON.parse(readFileSync(new URL('../protos/status.json', pathToFileURL(gax)), 'utf8')),
);
const PLAIN: protobuf.IConversionOptions = { enums: String, longs: String };

/** Field names of a message, by its full name. */
export function fieldsOf(message: string): readonly string[] {
  return Object.keys(root.lookupType(`${V1}.${message}`).fields);
}

/** The definition of the named methods of a service, by camelCase name. */
export function definitionOf(service: string, methods: readonly string[]): ServiceDefinition {
  const found = root.lookupService(service);
  const scope = service.slice(0, service.lastIndexOf('.'));
  const typeOf = (name: string) => root.lookupType(name.includes('.') ? name : `${scope}.${name}`);
  return Object.fromEntries(
    methods.map((name) => {
      const method = found.methods[name];
      if (method === undefined) throw new Error(`${service} has no method ${name}.`);
      const [request, response] = [typeOf(method.requestType), typeOf(method.responseType)];
      const encode = (type: typeof request) => (value: Message) =>
        Buffer.from(type.encode(type.fromObject(value)).finish());
      const decode = (type: typeof request) => (bytes: Buffer) =>
        type.toObject(type.decode(bytes), PLAIN) as Message;
      return [
        `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
        {
          ...{ path: `/${service}/${name}`, requestStream: false, responseStream: false },
          ...{ requestSerialize: encode(request), requestDeserialize: decode(request) },
          ...{ responseSerialize: encode(response), responseDeserialize: decode(response) },
        },
      ];
    }),
  );
}

/** A message packed into google.protobuf.Any. */
export function packed(type: string, value: Message): Message {
  const found = (type.startsWith('google.rpc.') ? errors : root).lookupType(type);
  return {
    type_url: `type.googleapis.com/${type}`,
    value: Buffer.from(found.encode(found.fromObject(value)).finish()),
  };
}

/** The bytes of a google.rpc.Status, which Google's front ends send beside a refusal. */
export function statusDetails(code: number, message: string): Buffer {
  const details = [
    packed('google.rpc.ErrorInfo', {
      ...{ reason: 'RATE_LIMIT_EXCEEDED', domain: 'googleapis.com' },
      metadata: { quota_metric: 'aiplatform.googleapis.com/generate_content_requests' },
    }),
    packed('google.rpc.RetryInfo', { retryDelay: { seconds: 1 } }),
  ];
  const type = root.lookupType('google.rpc.Status');
  return Buffer.from(type.encode(type.fromObject({ code, message, details })).finish());
}

/** google.protobuf.Value of a JSON value, by the message's description in struct.proto. */
export function protoValue(value: unknown): Message {
  if (value === null) return { nullValue: 0 };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(protoValue) } };
  const entries = Object.entries(value as object).map(([key, entry]) => [key, protoValue(entry)]);
  return { structValue: { fields: Object.fromEntries(entries) } };
}

/** The JSON value of a google.protobuf.Value. */
export function plainValue(value: unknown): unknown {
  const [[kind, content] = [undefined, undefined]] = Object.entries((value ?? {}) as object);
  if (kind === 'structValue') {
    const { fields } = content as { fields?: object };
    return Object.fromEntries(Object.entries(fields ?? {}).map(([key, entry]) => [key, plainValue(entry)]));
  }
  if (kind === 'listValue') return ((content as { values?: unknown[] }).values ?? []).map(plainValue);
  return kind === 'nullValue' || kind === undefined ? null : content;
}
