import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/evaluate.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { geminiEnvironment } from '../../../builders/vertex.ts';
import { betweenFences } from '../../../fakes/vertex/gemini.ts';
import { type FakeVertex, startFakeVertex } from '../../../fakes/vertex/server.ts';

const THEMES = {
  network: 'wireless router cable signal switch'.split(' '),
  billing: 'invoice payment refund price tax'.split(' '),
  printing: 'printer toner paper tray page'.split(' '),
};
const LABELS = Object.keys(THEMES) as (keyof typeof THEMES)[];

/** Tickets of which a third speak with the words of two themes, so that words alone do not tell. */
function someTickets(rows: number, seed: number): { text: string; label: string }[] {
  const random = createRandom(seed);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: rows }, (_, row) => {
    const label = one(LABELS);
    const other = random() < 0.35 ? one(LABELS) : label;
    const words = [THEMES[label], THEMES[label], THEMES[other], THEMES[other]].map((theme) => one(theme));
    // In any order: where a word stands must not tell whose it is.
    words.sort(() => random() - 0.5);
    return { label, text: `Ticket ${row} of ${seed}: ${words.join(' ')} is a problem` };
  });
}

const csvOf = (rows: readonly { text: string; label: string }[]) =>
  ['text,label', ...rows.map(({ text, label }) => `${text},${label}`)].join('\n');

describe('usher evaluate --backend gemini', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usher-evaluate-'));
  const [train, test] = [someTickets(6_000, 1), someTickets(500, 2)];
  const truth = new Map([...train, ...test].map(({ text, label }) => [text, label]));
  const said: string[] = [];
  let vertex: FakeVertex;
  beforeAll(async () => {
    writeFileSync(join(folder, 'a.csv'), csvOf(train));
    writeFileSync(join(folder, 'b.csv'), csvOf(test));
    let asked = 0;
    // Right about nineteen tickets in twenty.
    vertex = await startFakeVertex(undefined, {
      think: ({ user }) => {
        const ticket = betweenFences(user);
        asked++;
        const label = asked % 20 === 0 ? 'billing' : (truth.get(ticket) ?? 'NONE_OF_THESE');
        return { label, quote: ticket.slice(0, 8) };
      },
    });
  }, 30_000);
  afterAll(() => {
    vertex.close();
    rmSync(folder, { recursive: true });
  });

  async function evaluate(...more: string[]) {
    const printed: string[] = [];
    const args = ['--train', join(folder, 'a.csv'), '--test', join(folder, 'b.csv'), '--backend', 'gemini'];
    await run([...args, '--target', '0.95', '--limit', '1500', ...more], {
      out: (text) => printed.push(text),
      err: (text) => said.push(text),
      isTerminal: false,
      now: Date.now,
      environment: geminiEnvironment(vertex.address),
    });
    return printed.join('');
  }

  it('measures the embedded model, Gemini and the cascade on the same tickets', async () => {
    const result = JSON.parse(await evaluate('--json'));
    const [embedded, gemini, cascade] = result.backends;
    expect([embedded.backend, gemini.backend, cascade.backend]).toEqual(['embedded', 'gemini', 'cascade']);
    expect(gemini.accuracy).toBeGreaterThan(0.9);
    expect(cascade.accuracy).toBeGreaterThan(embedded.accuracy);
    expect(cascade.coverage).toBeGreaterThanOrEqual(embedded.coverage);
    expect(cascade.precision).toBeGreaterThanOrEqual(0.94);
    expect([embedded.costUsdPerThousand, embedded.escalated]).toEqual([0, 0]);
    expect(cascade.costUsdPerThousand).toBeGreaterThan(0);
    expect(cascade.costUsdPerThousand).toBeLessThan(gemini.costUsdPerThousand);
    expect(result.calibration.rows).toBeGreaterThanOrEqual(100);
  }, 60_000);

  it('says what it will cost before it asks, and spends no more', async () => {
    said.length = 0;
    const before = vertex.questions.length;
    const table = await evaluate('--budget-usd', '0.01', '--limit', '200');
    expect(said[0]).toMatch(/^Asking Gemini about \d+ tickets, for at most 0\.01 dollars/);
    expect(said.join('')).toContain('budget');
    expect(vertex.questions.length - before).toBeLessThan(100);
    expect(table).toContain('embedded');
  }, 60_000);

  it.each([
    [{ USHER_GEMINI_MODEL: 'gemini-2.5-flash' }, 'USHER_GEMINI_MODEL'],
    [{ USHER_GEMINI_LOCATION: 'Mars' }, 'USHER_GEMINI_LOCATION'],
    [{ USHER_GEMINI_THINKING: 'MAX' }, 'USHER_GEMINI_THINKING'],
    [{ USHER_GEMINI_PROJECT: '' }, 'USHER_GEMINI_PROJECT'],
  ])(
    'refuses %j and names the setting',
    async (changes, setting) => {
      const args = ['--train', join(folder, 'a.csv'), '--test', join(folder, 'b.csv'), '--backend', 'gemini'];
      const io = { out: () => undefined, err: () => undefined, isTerminal: false, now: Date.now };
      const environment = { ...geminiEnvironment(vertex.address), ...changes };
      await expect(run(args, { ...io, environment })).rejects.toThrow(setting);
    },
    60_000,
  );
});
