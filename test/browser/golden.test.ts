// The cards look as they did when they were last approved; `npm run screenshots` writes the golden files anew.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { GOLDEN_FOLDER } from './bench-page.ts';
import { type GoldenState, goldenStates } from './golden-states.ts';

let states: readonly GoldenState[];

beforeAll(async () => {
  states = await goldenStates();
});

describe('the golden cards', () => {
  it('are those of the golden files', () => {
    const golden = states.map(({ name }) => ({
      name,
      state: JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN_FOLDER), 'utf8')) as unknown,
    }));
    expect(states).toEqual(golden);
  });
});
