// Makes Google's client of Vertex AI light enough to ship: its protos cut to the calls that are made, and the transports
// and mixins that are never used left out. What stays is the package's own client, unchanged.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
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

/** Options that the wire needs; the others describe REST paths and documentation. */
const OPTIONS_KEPT = ['proto3_optional', 'packed'];
const OPERATION = '(google.longrunning.operation_info)';

/** The package's protos with nothing but the given calls, by service, and all types that those reach. */
export function prunedProtos(json, calls) {
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
    build.onLoad({ filter: /google-gax\/build\/protos\/(iam_service|locations)\.js$/ }, () => ({
      contents: '',
      loader: 'js',
    }));
  },
};
