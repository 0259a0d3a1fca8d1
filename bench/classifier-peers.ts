// `npm run bench -- classifier-peers --data DIR [--rounds 3] [--json]`: the fastText binary and scikit-learn beside the classifier,
// whole processes, interleaved, so that the machine's other work falls on all alike. A peer that is not installed is left out.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { readTable } from '../server/commands/csv.ts';
import { labelledTextsOf } from '../server/commands/ticket-columns.ts';
import { atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { measuredRun, median } from './measured-process.ts';

const CLI = join(import.meta.dirname, '../server/cli.ts');
/** A prediction run is long enough for starting up to matter little: the test file this many times. */
const PREDICTED_COPIES = 20;

interface Peer {
  readonly name: string;
  /** Options of `fasttext supervised`. */
  readonly options: readonly string[];
  readonly trainMost: number;
  readonly trainAim: number;
}

const PEERS: readonly Peer[] = [
  { name: 'it-tickets', options: [], trainMost: 2, trainAim: 0.5 },
  {
    name: 'banking77',
    options: '-wordNgrams 2 -minn 3 -maxn 5 -dim 50 -bucket 200000 -epoch 25 -lr 1'.split(' '),
    trainMost: 0.5,
    trainAim: 0.15,
  },
];

/** scikit-learn's words and parts of words with a linear support vector machine; prints its accuracy. */
const SKLEARN = `
import csv, sys
from sklearn.pipeline import make_pipeline, make_union
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
def read(path):
    rows = list(csv.DictReader(open(path, encoding='utf-8')))
    return [r['text'] for r in rows], [r['label'] for r in rows]
x, y = read(sys.argv[1]); u, v = read(sys.argv[2])
words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
parts = TfidfVectorizer(analyzer='char_wb', ngram_range=(3, 5), min_df=2, sublinear_tf=True)
model = make_pipeline(make_union(words, parts), LinearSVC()).fit(x, y)
print(model.score(u, v))
`;

/** Ratios of CPU time, ours to the peer's, and the peers' accuracies. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, rounds: { type: 'string', default: '3' } },
  });
  if (values.data === undefined)
    throw new Error('Give --data DIR, the folder that holds it-tickets and banking77.');
  const data = values.data;
  const folder = mkdtempSync(join(tmpdir(), 'usher-peers-'));
  const figures = PEERS.flatMap((peer) => {
    const own = join(folder, peer.name);
    mkdirSync(own);
    return peerFigures(peer, join(data, peer.name), own, Number(values.rounds));
  });
  rmSync(folder, { recursive: true });
  return { name: 'classifier-peers', figures };
}

function peerFigures(peer: Peer, data: string, folder: string, rounds: number): Figure[] {
  const { name } = peer;
  const paths = { train: join(data, 'train.csv'), test: join(data, 'test.csv') };
  const model = join(folder, 'usher.model');
  const trainOurs = () => measuredRun(process.execPath, [CLI, 'train', paths.train, '-o', model]).cpuSeconds;
  const figures: Figure[] = [];
  if (isInstalled('fasttext', [])) {
    const fast = prepareFastText(paths, folder, peer);
    const trained = Array.from({ length: rounds }, () => ({ ours: trainOurs(), theirs: fast.train() }));
    figures.push(
      {
        ...atMost(`${name} training CPU against fastText`, ratioOf(trained), '×', peer.trainMost),
        aim: `≤ ${peer.trainAim}`,
      },
      reported(`${name} training CPU, ours`, median(trained.map(({ ours }) => ours)), 's'),
      reported(`${name} training CPU, fastText`, median(trained.map(({ theirs }) => theirs)), 's'),
      reported(`${name} accuracy, fastText`, fast.accuracy(), ''),
    );
    const out = join(folder, 'out.csv');
    const predictOurs = () =>
      measuredRun(process.execPath, [CLI, 'predict', model, fast.copies, '-o', out]).cpuSeconds;
    const predicted = Array.from({ length: rounds }, () => ({ ours: predictOurs(), theirs: fast.predict() }));
    const ratio = atMost(
      `${name} whole-process prediction CPU against fastText`,
      ratioOf(predicted),
      '×',
      0.8,
    );
    figures.push(
      name === 'banking77' ? { ...ratio, aim: '≤ 0.4' } : { ...ratio, must: null, holds: null },
      reported(`${name} prediction CPU, ours`, median(predicted.map(({ ours }) => ours)), 's'),
      reported(`${name} prediction CPU, fastText`, median(predicted.map(({ theirs }) => theirs)), 's'),
    );
  }
  if (isInstalled('/usr/bin/python3', ['-c', 'import sklearn'])) {
    const theirs = measuredRun('/usr/bin/python3', ['-c', SKLEARN, paths.train, paths.test]);
    figures.push(
      reported(`${name} training CPU against scikit-learn`, trainOurs() / theirs.cpuSeconds, '×'),
      reported(`${name} accuracy, scikit-learn`, Number(theirs.stdout), ''),
    );
  }
  return figures;
}

/** Files in fastText's format, lower-cased as its documentation advises, and the runs over them. */
function prepareFastText(paths: { train: string; test: string }, folder: string, { options }: Peer) {
  const linesOf = (path: string) => {
    const { texts, labels } = labelledTextsOf(readTable(path));
    return texts.map((text, row) => `__label__${labels[row]?.replace(/\s+/g, '_')} ${tokenised(text)}`);
  };
  const [train, test, many, model] = ['train.txt', 'test.txt', 'many.txt', 'fast'].map((name) =>
    join(folder, name),
  );
  if (train === undefined || test === undefined || many === undefined || model === undefined)
    throw new Error();
  writeFileSync(train, `${linesOf(paths.train).join('\n')}\n`);
  const testLines = linesOf(paths.test);
  writeFileSync(test, `${testLines.join('\n')}\n`);
  writeFileSync(many, `${Array.from({ length: PREDICTED_COPIES }, () => testLines.join('\n')).join('\n')}\n`);
  const copies = join(folder, 'many.csv');
  const { texts } = labelledTextsOf(readTable(paths.test));
  const cells = texts.map((text) => `"${text.replaceAll('"', '""')}"`).join('\n');
  writeFileSync(copies, `text\n${Array.from({ length: PREDICTED_COPIES }, () => cells).join('\n')}\n`);
  return {
    copies,
    train: () =>
      measuredRun('fasttext', [
        'supervised',
        '-input',
        train,
        '-output',
        model,
        '-thread',
        '1',
        '-verbose',
        '0',
        ...options,
      ]).cpuSeconds,
    predict: () => measuredRun('fasttext', ['predict-prob', `${model}.bin`, many, '1']).cpuSeconds,
    accuracy: () =>
      Number(/P@1\s+([\d.]+)/.exec(measuredRun('fasttext', ['test', `${model}.bin`, test]).stdout)?.[1]),
  };
}

/** Lower case with punctuation parted from words, since fastText splits at spaces only. */
function tokenised(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]+/gu, ' $& ')
    .replace(/\s+/g, ' ')
    .trim();
}

function ratioOf(pairs: readonly { ours: number; theirs: number }[]): number {
  return median(pairs.map(({ ours, theirs }) => ours / theirs));
}

function isInstalled(program: string, args: readonly string[]): boolean {
  return (
    spawnSync(program, args).error === undefined &&
    (args.length === 0 || spawnSync(program, args).status === 0)
  );
}
