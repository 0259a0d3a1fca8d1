// The fake Vertex AI in a thread of its own, for tests whose own thread waits inside the sandbox while a proxy asks it.
import { parentPort } from 'node:worker_threads';
import { thinkByWords } from '../../builders/vertex.ts';
import { startFakeVertex } from './server.ts';

const { address } = await startFakeVertex(undefined, { think: thinkByWords });
parentPort?.postMessage(address);
