// The `usher` command: finds the command's module, loads it only when it is called, and turns refusals into one message.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { ModelFileError } from '../src/core/classifier/model-file.ts';
import { TrainingRefusal } from '../src/core/classifier/training-rows.ts';
import { type Command, CommandRefusal, CommandUsage } from './commands/command.ts';
import { StoreRefusal } from './store/store-refusal.ts';

interface CommandEntry {
  readonly does: string;
  readonly load: () => Promise<Command>;
}

const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  triage: {
    does: 'queue, confidence and reason for a CSV of tickets',
    load: () => import('./commands/triage.ts'),
  },
  train: {
    does: 'learn a model file from a CSV of labelled texts',
    load: () => import('./commands/train.ts'),
  },
  predict: {
    does: 'labels and confidences for a CSV, by a model file',
    load: () => import('./commands/predict.ts'),
  },
  init: {
    does: 'write the settings of a deployment: proxy address and script ids',
    load: () => import('./commands/init.ts'),
  },
  doctor: {
    does: 'check a deployment and say what to do: scopes, allowlist, the proxy, audiences',
    load: () => import('./commands/doctor.ts'),
  },
  serve: { does: 'run the proxy', load: () => import('./commands/serve.ts') },
  promise: {
    does: 'what is proven of each queue, and what is missing',
    load: () => import('./commands/promise.ts'),
  },
  lifecycle: {
    does: 'versions of a model: train and gate, release, take back, verify',
    load: () => import('./commands/lifecycle.ts'),
  },
  models: {
    does: 'what serves a desk of the proxy, put one in service, take it back, choose gates',
    load: () => import('./commands/models.ts'),
  },
  vertex: {
    does: 'models on Vertex AI: upload, deploy, promote, batch, calibrate',
    load: () => import('./commands/vertex.ts'),
  },
  backtest: {
    does: 'what Usher would have done with your own past tickets, as a page',
    load: () => import('./commands/backtest.ts'),
  },
  goals: {
    does: 'what the desk wants of Usher, and how far it is',
    load: () => import('./commands/goals.ts'),
  },
  monitor: {
    does: 'what monitors say of a desk, a history replayed, name swaps, dashboards',
    load: () => import('./commands/monitor.ts'),
  },
  why: { does: 'where the prediction of one ticket came from', load: () => import('./commands/why.ts') },
  evaluate: { does: 'train on one CSV and measure on another', load: () => import('./commands/evaluate.ts') },
};

const PACKAGE = new URL('../package.json', import.meta.url);

function versionOf(packageFile: string): string {
  const { version }: { version: string } = JSON.parse(packageFile);
  return version;
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'help' && rest[0] !== undefined) return main([rest[0], '--help']);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage());
    return name === undefined ? 1 : 0;
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`usher ${versionOf(readFileSync(PACKAGE, 'utf8'))}\n`);
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    process.stderr.write(`There is no command "${name}".\n\n${usage()}`);
    return 1;
  }
  try {
    const command = await entry.load();
    return await command.run(rest, {
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
      isTerminal: process.stderr.isTTY,
      now: Date.now,
      environment: process.env,
    });
  } catch (error) {
    if (error instanceof CommandUsage) {
      process.stdout.write(`${error.message}\n`);
      return 0;
    }
    if (!isRefusal(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof CommandRefusal ||
    error instanceof ModelFileError ||
    error instanceof TrainingRefusal ||
    error instanceof StoreRefusal
  );
}

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`);
  return `Usage: npm run -s usher -- COMMAND …\n\n${lines.join('\n')}\n\n\`usher help COMMAND\` tells how a command is used.\n`;
}

process.exitCode = await main(process.argv.slice(2));
