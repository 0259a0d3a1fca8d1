// Prints the CPU milliseconds that loading the model file in the first argument takes, from the file to a predictor.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { crc32 } from 'node:zlib';
import { decodeModel } from '../src/core/classifier/model-file.ts';
import { createPredictor } from '../src/core/classifier/predict.ts';
import { cpuSecondsOf } from './measured-process.ts';

const [path = ''] = process.argv.slice(2);
const seconds = cpuSecondsOf(() => createPredictor(decodeModel(readFileSync(path), crc32)));
process.stdout.write(String(1_000 * seconds));
