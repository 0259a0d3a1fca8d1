import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../../../server/commands/command.ts';
import { safeCell } from '../../../../server/commands/csv.ts';
import * as evaluate from '../../../../server/commands/evaluate.ts';
import * as predict from '../../../../server/commands/predict.ts';
import * as train from '../../../../server/commands/train.ts';
import { someRows } from '../../core/classifier/a-training-set.ts';

const folder = mkdtempSync(join(tmpdir(), 'usher-'));

function aFile(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function csvOf(rows: readonly { text: string; label: string }[]): string {
  return `text,label\n${rows.map(({ text, label }) => `${text},${label}`).join('\n')}\n`;
}

async function run(command: Command, ...args: string[]): Promise<string> {
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  await command.run(args, { out: write, err: write, isTerminal: false, now: () => 0, environment: {} });
  return printed;
}

const trainCsv = aFile('train.csv', csvOf(someRows(120)));
const testCsv = aFile('test.csv', csvOf(someRows(60, 2)));
const modelPath = join(folder, 'desk.model');
const outPath = join(folder, 'out.csv');

describe('usher train and predict', () => {
  it('writes a model that predicts the queue of each row with its id', async () => {
    expect(await run(train, trainCsv, '-o', modelPath)).toContain('Learnt 3 labels from 120 rows');
    const tickets = aFile('tickets.csv', 'id,subject,body\n=7,Password,"locked, please reset"\nb,,\n');
    await run(predict, modelPath, tickets, '-o', outPath);
    const [header, first, second] = readFileSync(outPath, 'utf8').split('\n');
    expect(header).toBe('id,label,confidence,decision');
    expect(first).toMatch(/^'=7,access,0\.\d+,review$/);
    expect(second).toMatch(/^b,\w+,0\.\d+,abstain$/);
  });

  it('reads a file with a byte order mark and Windows line ends', async () => {
    const marked = aFile('marked.csv', `\ufeff${csvOf(someRows(60)).replaceAll('\n', '\r\n')}`);
    expect(await run(train, marked, '-o', modelPath)).toContain('from 60 rows');
  });
});

describe('usher train on a help desk’s export', () => {
  it.each([
    ['English', 'Short description,Description,Assignment group', ','],
    ['German, with semicolons', 'Betreff;Beschreibung;Warteschlange', ';'],
    ['German, with tabs', 'Betreff\tBeschreibung\tKategorie', '\t'],
  ])('learns from its own columns: %s', async (_, header, mark) => {
    const rows = someRows(60).map(({ text, label }) => ['Hello', text, label].join(mark));
    const path = aFile('export.csv', `${[header, ...rows].join('\n')}\n`);
    expect(await run(train, path, '-o', modelPath)).toContain('Learnt 3 labels from 60 rows');
  });
});

describe('usher evaluate', () => {
  it('says in words how many rows were measured and what is proven', async () => {
    const printed = await run(evaluate, '--train', trainCsv, '--test', testCsv);
    expect(printed).toContain('learnt 3 labels from 120 rows, measured on 60 rows');
    expect(printed).toContain('promise of 95 %');
  });

  it('prints one JSON object with the measured figures', async () => {
    const oos = aFile('oos.csv', 'text\nwhat is for lunch\ntell me a story\n');
    const printed = await run(evaluate, '--train', trainCsv, '--test', testCsv, '--oos', oos, '--json');
    const result: unknown = JSON.parse(printed);
    expect(result).toMatchObject({ rows: { train: 120, test: 60, oos: 2 }, labels: 3 });
    expect(result).toMatchObject({ promise: { target: 0.95, delta: 0.1, coverage: expect.any(Number) } });
    expect(result).toHaveProperty(['oos', 'autoRouted'], expect.any(Number));
    expect(result).toHaveProperty('accuracy', expect.any(Number));
    expect(result).toHaveProperty(['coverage', '0.95'], expect.any(Number));
  });

  it('counts a test label that was not trained as an error', async () => {
    const strange = aFile('strange.csv', csvOf(someRows(30, 3).map((row) => ({ ...row, label: 'other' }))));
    const printed = await run(evaluate, '--train', trainCsv, '--test', strange, '--json');
    expect(JSON.parse(printed)).toMatchObject({ accuracy: 0, top3: 0 });
  });
});

describe('usher on bad input', () => {
  it.each([
    ['a missing file', 'absent.csv', undefined, /absent\.csv cannot be read \(ENOENT\)/],
    ['an empty file', 'empty.csv', '', /is empty\. Its first line must name the columns/],
    ['other columns', 'columns.csv', 'Colour,Queue\na,b\n', /has the columns `colour`, `queue`; needed are/],
    ['a header alone', 'header.csv', 'text,label\n', /no row below it\. Give a file with tickets/],
    ['a broken quote', 'quote.csv', 'text,label\na,b\n"c,d\ne,f\n', /a quote that opens in line 3 is never/],
    ['UTF-16 without a mark', 'wide.csv', Buffer.from('text,label\na,b\n', 'utf16le'), /is not UTF-8 text/],
    ['a row with too many cells', 'cells.csv', 'text,label\na,b\nc,d,e\n', /line 3/],
    ['another encoding', 'latin.csv', Uint8Array.of(116, 101, 120, 116, 10, 0xe9, 10), /is not UTF-8 text/],
    ['one label only', 'single.csv', 'text,label\nx y,a\ny z,a\n', /All rows have the label "a"/],
    ['no labels', 'blank.csv', 'text,label\nx y,\n', /None of the 1 rows has both a text and a label/],
  ])('refuses %s with what to do', async (_, name, content, message) => {
    const path = content === undefined ? join(folder, name) : aFile(name, content);
    await expect(run(train, path, '-o', modelPath)).rejects.toThrow(message);
  });

  it('refuses a file that is not a model', async () => {
    await expect(run(predict, testCsv, testCsv, '-o', outPath)).rejects.toThrow(
      /test\.csv: This is not a model file/,
    );
  });

  it.each([
    ['train', train],
    ['predict', predict],
    ['evaluate', evaluate],
  ])('shows how %s is used', async (_, command) => {
    await expect(run(command, '--what')).rejects.toThrow(/Usage: usher/);
  });
});

describe('safeCell', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\n=1', ' =1', '＝1', '\u00a0+1', '\u200b@x'])(
    'keeps %j text',
    (text) => {
      expect(safeCell(text)).toBe(`'${text}`);
    },
  );
});
