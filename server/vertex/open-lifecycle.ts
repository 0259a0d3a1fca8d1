// Opens Google's clients of models, endpoints and batch jobs, for commands that a person runs. Loaded when first needed.
import { EndpointServiceClient } from '@google-cloud/aiplatform/build/src/v1/endpoint_service_client.js';
import { JobServiceClient } from '@google-cloud/aiplatform/build/src/v1/job_service_client.js';
import { ModelServiceClient } from '@google-cloud/aiplatform/build/src/v1/model_service_client.js';
import { credentials } from '@grpc/grpc-js';
import type { VertexAddress } from './vertex-config.ts';

/** The clients of one location. */
export interface LifecycleClients {
  readonly models: ModelServiceClient;
  readonly endpoints: EndpointServiceClient;
  readonly jobs: JobServiceClient;
  /** An access token of whoever runs the command; empty for a server on this machine. */
  accessToken(): Promise<string>;
  close(): Promise<void>;
}

/** Clients of an address; each signs in with its first call. */
export async function openLifecycle(address: VertexAddress): Promise<LifecycleClients> {
  const { host, port, isPlaintext, project } = address;
  const options = {
    ...{ apiEndpoint: host, port, projectId: project, universeDomain: 'googleapis.com' },
    ...(isPlaintext ? { sslCreds: credentials.createInsecure() } : {}),
  };
  const models = new ModelServiceClient(options);
  const endpoints = new EndpointServiceClient(options);
  const jobs = new JobServiceClient(options);
  // A client that signs in with its first call ends the process where that fails; here it is a refusal.
  await Promise.all([models.initialize(), endpoints.initialize(), jobs.initialize()]);
  return {
    ...{ models, endpoints, jobs },
    accessToken: async () => (isPlaintext ? '' : ((await models.auth.getAccessToken()) ?? '')),
    close: async () => {
      const stubs = [models.modelServiceStub, endpoints.endpointServiceStub, jobs.jobServiceStub];
      for (const stub of stubs) (await stub)?.['close']?.();
    },
  };
}
