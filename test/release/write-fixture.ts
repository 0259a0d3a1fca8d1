// Writes the sample desk's labelled tickets as a CSV file, the fixture on which the workflow trains and gates a model.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { stringify } from 'csv-stringify/sync';
import { sampleDesk } from '../../sandbox/sample/generate.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('Give the path of the CSV file to write.');
const rows = sampleDesk(1).history.map(({ reference, receivedAt, channel, subject, body, queue }) => [
  ...[reference, receivedAt, channel, subject, body, queue ?? ''],
]);
writeFileSync(path, stringify([['id', 'received', 'channel', 'subject', 'body', 'queue'], ...rows]));
