import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { run } from '../../../../server/commands/triage.ts';
import { themedModel } from '../../../builders/model.ts';
import { aProxy, teach } from '../../../builders/proxy.ts';

const folder = mkdtempSync(join(tmpdir(), 'usher-triage-'));
const at = (file: string) => join(folder, file);
const OUT = at('out.csv');

async function triage(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  await run([...args, '-o', OUT], { out: write, err: write, isTerminal: false, now: Date.now, environment });
  return printed;
}

const written = () => parse(readFileSync(OUT), { columns: true }) as Record<string, string>[];

describe('usher triage', () => {
  beforeAll(() => {
    writeFileSync(at('model'), themedModel());
    writeFileSync(
      at('tickets.csv'),
      [
        'Nr,Betreff,Nachricht',
        '1,No network,"The wireless router has no signal, and the cable is loose."',
        '2,"=HYPERLINK(""http://example.com"")",The invoice and the payment are wrong and I want a refund.',
        '3,,',
      ].join('\n'),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the file again with queue, confidence, decision and reason beside its own columns', async () => {
    const printed = await triage([at('tickets.csv'), '--model', at('model')]);
    expect(written()[0]).toMatchObject({
      Nr: '1',
      Betreff: 'No network',
      'usher queue': 'network',
      'usher queue confidence': expect.stringMatching(/^[01]\.?\d*$/),
      'usher queue decision': 'review',
      'usher queue reason': expect.stringContaining('No promise has been tested'),
      'usher problem': '',
    });
    expect(printed).toContain(
      'Triaged 3 rows: 0 assigned, 2 suggested, 0 without a suggestion, 1 with a problem.',
    );
  });

  it('writes text that a spreadsheet would run as text', async () => {
    await triage([at('tickets.csv'), '--model', at('model')]);
    expect(written()[1]?.['Betreff']).toBe('\'=HYPERLINK("http://example.com")');
  });

  it('says on its row what is wrong with a ticket', async () => {
    await triage([at('tickets.csv'), '--model', at('model')]);
    expect(written()[2]).toMatchObject({
      'usher queue': '',
      'usher problem': expect.stringContaining('no text'),
    });
  });

  it('keeps the rows in order over several batches', async () => {
    const rows = Array.from(
      { length: 450 },
      (_, i) => `${i},${i % 2 === 0 ? 'wireless router' : 'invoice refund'}`,
    );
    writeFileSync(at('many.csv'), ['id,text', ...rows].join('\n'));
    await triage([at('many.csv'), '--model', at('model')]);
    expect(written().map((row) => row['usher queue'])).toEqual(
      rows.map((_, i) => (i % 2 === 0 ? 'network' : 'billing')),
    );
  });

  it('takes the model in service from the database, and records nothing there', async () => {
    const environment = { USHER_DATABASE: at('usher.sqlite') };
    const proxy = await aProxy(environment);
    await teach(proxy);
    await proxy.close();
    const before = readFileSync(at('usher.sqlite'));
    await triage([at('tickets.csv')], environment);
    expect(written()[0]?.['usher queue']).toBe('Network');
    expect(readFileSync(at('usher.sqlite')).equals(before)).toBe(true);
    await expect(triage([at('tickets.csv'), '--desk', 'other'], environment)).rejects.toThrow(
      'The desks are it.',
    );
  });

  it.each([
    ['no file', [], /Usage/],
    ['a file that is not there', [at('none.csv'), '--model', at('model')], /none\.csv cannot be read/],
    ['a model that is none', [at('tickets.csv'), '--model', at('tickets.csv')], /not a model file/],
    ['no model and no database', [at('tickets.csv')], /There is no database/],
  ])('refuses %s and says what to do', async (_case, args, message) => {
    await expect(triage(args, { USHER_DATABASE: at('missing.sqlite') })).rejects.toThrow(message);
  });

  it('names the columns that it looked for and found', async () => {
    writeFileSync(at('odd.csv'), 'from,when\na,b\n');
    await expect(triage([at('odd.csv'), '--model', at('model')])).rejects.toThrow(
      /`from`, `when`.*`subject` and `body`/,
    );
  });
});
