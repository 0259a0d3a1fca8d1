import { createEmbeddedBackend, type ModelSource } from '../../server/backends/embedded.ts';
import { themedModel } from '../builders/model.ts';
import { backendContract } from './backend-contract.ts';

backendContract('embedded', async () => {
  const bytes = themedModel();
  const source: ModelSource = {
    inService: async () => ({ queue: 'model-1' }),
    bytes: async () => bytes,
  };
  return {
    backend: createEmbeddedBackend(source),
    broken: createEmbeddedBackend({ inService: async () => ({}), bytes: async () => undefined }),
    close: async () => undefined,
  };
});
