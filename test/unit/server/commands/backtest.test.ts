import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as backtest from '../../../../server/commands/backtest.ts';
import { someRows } from '../../core/classifier/a-training-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'usher-backtest-'));

async function run(rows: readonly string[]): Promise<{ printed: string; page: string }> {
  const input = join(folder, 'tickets.csv');
  const output = join(folder, 'report.html');
  writeFileSync(input, `received,text,label\n${rows.join('\n')}\n`);
  let printed = '';
  const out = (text: string) => {
    printed += text;
  };
  await backtest.run([input, '-o', output], {
    out,
    err: out,
    isTerminal: false,
    now: () => 0,
    environment: {},
  });
  return { printed, page: readFileSync(output, 'utf8') };
}

const dated = (label = (own: string): string => own) =>
  someRows(200).map(
    (row, at) =>
      `${new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString()},${row.text},${label(row.label)}`,
  );

describe('usher backtest', () => {
  it('learns from the older tickets, whatever their order in the file, and tries the newer ones', async () => {
    const { printed } = await run(dated().reverse());
    expect(printed).toContain('Learnt from 150 older tickets and tried on 50 newer ones');
  });

  it('writes a page with its charts’ figures in tables, that asks nothing of the network', async () => {
    const { page } = await run(dated());
    expect(page).toContain('<canvas id="curve"');
    expect(page).toContain('<td>network</td>');
    expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=/);
  });

  it('shows a queue’s name as text, whatever it holds', async () => {
    const { page } = await run(dated((own) => (own === 'network' ? '<img src=x onerror=alert(1)>' : own)));
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img');
  });

  it('refuses a file with too few tickets', async () => {
    await expect(run(dated().slice(0, 40))).rejects.toThrow(/too few labelled tickets/);
  });
});
