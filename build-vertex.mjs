// Makes Google's client of Vertex AI light enough to ship: its protos cut to the calls that are made, and the transports
// and mixins that are never used left out. What stays is the package's own client, unchanged.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import protobuf from 'protobufjs';

const require = createRequire(import.meta.url);
const V1 = 'google.cloud.aiplatform.v1';

/** The calls that each client makes. A client of long operations looks up all of its operations' types when it is made. */
const CALLS = {
  prediction: { PredictionService: ['Predict', 'RawPredict', 'GenerateContent'] },
  lifecycle: {
    ModelService: [
      ...['UploadModel', 'GetModel', 'ListModels', 'ListModelVersions', 'MergeVersionAliases'],
      ...['ImportModelEvaluation', 'ListModelEvaluations'],
    ],
    EndpointService: [
      ...['CreateEndpoint', 'GetEndpoint', 'ListEndpoints', 'UpdateEndpoint', 'DeployModel', 'UndeployModel'],
    ],
    JobService: [
      ...['CreateBatchPredictionJob', 'GetBatchPredictionJob', 'ListBatchPredictionJobs'],
      'CancelBatchPredictionJob',
    ],
  },
};

/** Fields of requests that are never set and of responses that are never read, with all types behind them. */
const FIELDS_DROPPED = {
  GenerateContentRequest: ['tools', 'toolConfig', 'cachedContent'],
  'GenerateContentResponse.PromptFeedback': ['safetyRatings'],
  'GenerateContentResponse.UsageMetadata': [
    ...['promptTokensDetails', 'cacheTokensDetails', 'candidatesTokensDetails', 'toolUsePromptTokensDetails'],
  ],
  GenerationConfig: ['routingConfig', 'speechConfig', 'imageConfig', 'responseModalities', 'mediaResolution'],
  Candidate: ['citationMetadata', 'groundingMetadata', 'urlContextMetadata', 'safetyRatings'],
  Part: [
    ...['fileData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult'],
    ...['videoMetadata', 'mediaResolution'],
  ],
};

/** Options that the wire needs; the others describe REST paths and documentation. */
const OPTIONS_KEPT = ['proto3_optional', 'packed'];
const OPERATION = '(google.longrunning.operation_info)';

/** The package's protos with nothing but the given calls, by service, and all types that those reach. */
export function prunedProtos(whole, calls) {
  const json = withoutDropped(whole);
  const root = protobuf.Root.fromJSON(json);
  root.resolveAll();
  const kept = new Set();
  const keepType = (type) => {
    if (kept.has(type.fullName)) return;
    kept.add(type.fullName);
    for (const field of type.fieldsArray ?? []) if (field.resolvedType) keepType(field.resolvedType);
  };
  const methods = new Set();
  for (const [name, wanted] of Object.entries(calls)) {
    const service = root.lookupService(`${V1}.${name}`);
    kept.add(service.fullName);
    for (const method of service.methodsArray) {
      const operation = method.options?.[`${OPERATION}.response_type`];
      for (const one of [operation, method.options?.[`${OPERATION}.metadata_type`]]) {
        if (one !== undefined)
          keepType(one.includes('.') ? root.lookupType(one) : root.lookupType(`${V1}.${one}`));
      }
      if (!wanted.includes(method.name)) continue;
      methods.add(method.fullName);
      for (const type of [method.resolvedRequestType, method.resolvedResponseType]) keepType(type);
    }
    const missing = wanted.filter((one) => !methods.has(`${service.fullName}.${one}`));
    if (missing.length > 0) throw new Error(`The package's ${name} has no ${missing.join(', ')}.`);
  }
  return cut(json, '', kept, methods);
}

/** Readers of protobuf skip fields that they do not know, so the wire stays the same. */
function withoutDropped(whole) {
  const json = structuredClone(whole);
  const v1 = V1.split('.').reduce((node, name) => node.nested[name], json);
  for (const [name, dropped] of Object.entries(FIELDS_DROPPED)) {
    const type = name.split('.').reduce((node, part) => node.nested[part], v1);
    for (const field of dropped) {
      if (type.fields[field] === undefined) throw new Error(`The package's ${name} has no field ${field}.`);
      delete type.fields[field];
    }
    for (const one of Object.values(type.oneofs ?? {}))
      one.oneof = one.oneof.filter((key) => type.fields[key]);
  }
  return json;
}

function cut(node, name, kept, methods) {
  if (node.values !== undefined) return kept.has(name) ? { values: node.values } : undefined;
  const isType = node.fields !== undefined;
  const nested = {};
  for (const [key, child] of Object.entries(node.nested ?? {})) {
    const found = cut(child, `${name}.${key}`, kept, methods);
    if (found !== undefined) nested[key] = found;
  }
  const hasNested = Object.keys(nested).length > 0;
  if (node.methods !== undefined) {
    if (!kept.has(name)) return undefined;
    const found = Object.entries(node.methods).filter(([key]) => methods.has(`${name}.${key}`));
    const plain = found.map(([key, { requestType, responseType }]) => [key, { requestType, responseType }]);
    return { methods: Object.fromEntries(plain) };
  }
  if (isType) {
    if (!kept.has(name)) return hasNested ? { fields: {}, nested } : undefined;
    const { oneofs } = node;
    const fields = Object.fromEntries(
      Object.entries(node.fields).map(([key, one]) => [key, cutOptions(one)]),
    );
    return { ...(oneofs ? { oneofs } : {}), fields, ...(hasNested ? { nested } : {}) };
  }
  return hasNested ? { nested } : undefined;
}

function cutOptions({ options, ...field }) {
  const kept = Object.entries(options ?? {}).filter(([key]) => OPTIONS_KEPT.includes(key));
  return kept.length > 0 ? { ...field, options: Object.fromEntries(kept) } : field;
}

/** Modules of google-gax that stand for what is never called: clients of IAM and of locations, REST, resumable uploads. */
const UNUSED = {
  iamService: 'exports.IamClient = class { initialize() {} close() {} };',
  locationService: 'exports.LocationsClient = class { initialize() {} close() {} };',
  fallback: 'exports.protobufFromJSON = (json) => require("protobufjs").Root.fromJSON(json);',
  resumableUpload: '',
  resumableSourceFromFile: '',
};

/** Descriptors are for servers that describe themselves; making them takes a fifth of the client's start. */
const DESCRIPTORS = [
  ['require("protobufjs/ext/descriptor")', 'null'],
  ["const messageDescriptor = message.toDescriptor('proto3');", ''],
  ['messageDescriptor.$type.toObject(messageDescriptor, descriptorOptions)', '{}'],
  ["const enumDescriptor = enumType.toDescriptor('proto3');", ''],
  ['enumDescriptor.$type.toObject(enumDescriptor, descriptorOptions)', '{}'],
  ["root.toDescriptor('proto3').file", '[]'],
  ['(0, util_1.addCommonProtos)();', ''],
];

async function withoutDescriptors(path) {
  let text = await readFile(path, 'utf8');
  for (const [from, to] of DESCRIPTORS) {
    if (!text.includes(from)) throw new Error(`${path} has changed: there is no ${from} to leave out.`);
    text = text.replace(from, to);
  }
  return { contents: text, loader: 'js' };
}

/** For esbuild: what a bundle takes in place of the client's heavy parts. */
export const vertexClient = {
  name: 'vertex-client',
  setup(build) {
    build.onResolve({ filter: /protos\/protos\.json$/ }, ({ importer }) => {
      if (!importer.includes('@google-cloud/aiplatform')) return undefined;
      const calls = importer.includes('prediction_service_client') ? 'prediction' : 'lifecycle';
      return { path: calls, namespace: 'pruned-protos' };
    });
    build.onLoad({ filter: /.*/, namespace: 'pruned-protos' }, async ({ path }) => {
      const file = require.resolve('@google-cloud/aiplatform/build/protos/protos.json');
      const json = JSON.parse(await readFile(file, 'utf8'));
      return { contents: JSON.stringify(prunedProtos(json, CALLS[path])), loader: 'json' };
    });
    build.onLoad({ filter: /google-gax\/build\/src\/[a-zA-Z]+\.js$/ }, async ({ path }) => {
      const name = /([a-zA-Z]+)\.js$/.exec(path)[1];
      // The folder of proto files, from which nothing is read; a module has no such name.
      const contents =
        name === 'grpc' ? (await readFile(path, 'utf8')).replaceAll('__dirname', '"."') : UNUSED[name];
      return contents === undefined ? undefined : { contents, loader: 'js' };
    });
    build.onLoad({ filter: /@grpc\/proto-loader\/build\/src\/index\.js$/ }, ({ path }) =>
      withoutDescriptors(path),
    );
    // Long operations are for releases; their messages are made when the first of them is awaited.
    build.onLoad({ filter: /google-gax\/build\/protos\/operations\.js$/ }, ({ path, suffix }) =>
      suffix === '?real'
        ? undefined
        : {
            contents: `Object.defineProperty(exports, 'google', {
              enumerable: true, get: () => require(${JSON.stringify(`${path}?real`)}).google });`,
            loader: 'js',
            resolveDir: dirname(path),
          },
    );
    build.onResolve({ filter: /\?real$/ }, ({ path }) => ({
      path: path.replace('?real', ''),
      suffix: '?real',
    }));
    build.onLoad({ filter: /google-gax\/build\/protos\/(iam_service|locations)\.js$/ }, () => ({
      contents: '',
      loader: 'js',
    }));
  },
};
