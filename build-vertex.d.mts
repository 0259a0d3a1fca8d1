import type { Plugin } from 'esbuild';

export const vertexClient: Plugin;
export function prunedProtos(json: object, calls: Readonly<Record<string, readonly string[]>>): object;
