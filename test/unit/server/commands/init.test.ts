import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/init.ts';

const SHEET = 'a'.repeat(40);
const GMAIL = 'b'.repeat(40);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-init-'));
});
afterEach(() => rm(folder, { recursive: true }));

const init = (...args: string[]) =>
  run(['--folder', folder, ...args], {
    out: () => undefined,
    err: () => undefined,
    isTerminal: false,
    now: () => 0,
    environment: {},
  });
const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));

describe('usher init', () => {
  it('writes the proxy and both script ids', async () => {
    const args = ['--sheet-script', SHEET, '--gmail-script', GMAIL, '--gmail-options', 'labels'];
    expect(await init('--proxy', 'https://usher.example/', ...args)).toBe(0);
    expect(await read('usher.config.json')).toEqual({
      proxyOrigin: 'https://usher.example',
      sheet: [],
      gmail: ['labels'],
    });
    expect(await read('.clasp.json')).toEqual({ scriptId: SHEET, rootDir: 'dist/addon' });
    expect(await read('.clasp.gmail.json')).toEqual({ scriptId: GMAIL, rootDir: 'dist/gmail' });
  });

  it('does without Gmail, and asks for the least scopes unless told to', async () => {
    await init('--proxy', 'https://usher.example', '--sheet-script', SHEET);
    expect(await readdir(folder)).not.toContain('.clasp.gmail.json');
    expect(await read('usher.config.json')).toMatchObject({ sheet: [], gmail: [] });
  });

  it('keeps settings that it does not know', async () => {
    await writeFile(join(folder, '.clasp.json'), '{"projectId":"p-1","scriptId":"old"}');
    await init('--proxy', 'https://usher.example', '--sheet-script', SHEET);
    expect(await read('.clasp.json')).toMatchObject({ projectId: 'p-1', scriptId: SHEET });
  });

  it.each([
    [['--proxy', 'http://usher.example', '--sheet-script', SHEET], /Give https:\/\/HOST without a path/],
    [['--proxy', 'https://usher.example/v1', '--sheet-script', SHEET], /without a path/],
    [['--proxy', 'https://usher.example', '--sheet-script', 'short'], /is no script id/],
    [['--proxy', 'https://usher.example'], /is no script id/],
    [
      ['--proxy', 'https://usher.example', '--sheet-script', SHEET, '--sheet-options', 'mail,fax'],
      /no option "fax".*mail, any-document/,
    ],
  ])('refuses %j and writes nothing', async (args, message) => {
    await expect(init(...args)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not overwrite a file that is no JSON', async () => {
    await writeFile(join(folder, 'usher.config.json'), '{');
    await expect(init('--proxy', 'https://usher.example', '--sheet-script', SHEET)).rejects.toThrow(
      /cannot be read as JSON/,
    );
  });
});
