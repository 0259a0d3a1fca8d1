// `usher init`: asks for what a deployment needs, or takes it as options, and writes usher.config.json for the build and the script
// ids for clasp. What each deployment may ask for beyond the least is listed in deployments.json.
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { type DeploymentRow, readDeploymentTable } from './deployment-table.ts';

const USAGE = `Usage: usher init [--proxy https://HOST] [--sheet-script ID] [--gmail-script ID] [--sheet-options LIST] [--gmail-options LIST] [--folder .]
It asks for what is not given, and writes usher.config.json, .clasp.json and .clasp.gmail.json into the folder.
  --proxy         where the proxy runs; the add-on's manifest allows requests to no other address
  --sheet-script  script id of the script bound to your spreadsheet (Extensions ▸ Apps Script ▸ Project settings)
  --gmail-script  script id of the standalone script for Gmail; leave it empty to do without
  --sheet-options, --gmail-options
                  what each may ask for beyond the least, by name with commas between; none when left out. docs/install.md lists them`;

/** The checkout that this command stands in. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT_ID = /^[A-Za-z0-9_-]{20,}$/;

interface Answers {
  readonly proxy: string;
  readonly sheetScript: string;
  readonly gmailScript: string;
  readonly sheet: readonly string[];
  readonly gmail: readonly string[];
}

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: {
        proxy: { type: 'string' },
        'sheet-script': { type: 'string' },
        'gmail-script': { type: 'string' },
        'sheet-options': { type: 'string' },
        'gmail-options': { type: 'string' },
        folder: { type: 'string', default: '.' },
        help: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  if (values.help) {
    io.out(`${USAGE}\n`);
    return 0;
  }
  const table = await readDeploymentTable(ROOT);
  const question = io.isTerminal ? createInterface({ input: process.stdin, output: process.stderr }) : null;
  // Without a terminal nobody can be asked, so what is optional stays empty and what is not is refused below.
  const ask = async (given: string | undefined, text: string): Promise<string> =>
    (given ?? (question ? await question.question(`${text}: `) : '')).trim();
  try {
    const answers: Answers = {
      proxy: originOf(await ask(values.proxy, 'Address of the proxy, such as https://usher-….run.app')),
      sheetScript: scriptId(await ask(values['sheet-script'], 'Script id of the spreadsheet’s script'), true),
      gmailScript: scriptId(await ask(values['gmail-script'], 'Script id for Gmail, empty for none'), false),
      sheet: optionsOf(await ask(values['sheet-options'], offer('The sheet', table.sheet)), table.sheet),
      gmail: optionsOf(await ask(values['gmail-options'], offer('Gmail', table.gmail)), table.gmail),
    };
    await writeAnswers(values.folder, answers, io);
    return 0;
  } finally {
    question?.close();
  }
}

async function writeAnswers(folder: string, answers: Answers, io: CommandIo): Promise<void> {
  const { proxy, sheetScript, gmailScript, sheet, gmail } = answers;
  const files: [string, object][] = [
    ['usher.config.json', { proxyOrigin: proxy, sheet, gmail }],
    ['.clasp.json', { scriptId: sheetScript, rootDir: 'dist/addon' }],
  ];
  if (gmailScript !== '') files.push(['.clasp.gmail.json', { scriptId: gmailScript, rootDir: 'dist/gmail' }]);
  for (const [name, content] of files) {
    const kept = await readRecord(`${folder}/${name}`);
    await writeFile(`${folder}/${name}`, `${JSON.stringify({ ...kept, ...content }, null, 2)}\n`);
    io.out(`wrote ${name}\n`);
  }
  io.out('Next: npm run build, then npm run clasp -- push. docs/install.md tells the rest.\n');
}

/** What the file holds already, so that settings of other kinds stay; a file that is no JSON is not overwritten. */
async function readRecord(path: string): Promise<object> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    if (isMissingFile(cause)) return {};
    throw new CommandRefusal(
      `${path} cannot be read as JSON. Mend or delete it, then run usher init again.`,
      {
        cause,
      },
    );
  }
}

function isMissingFile(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT';
}

/** Apps Script fetches from https hosts only. */
function originOf(text: string): string {
  const origin = text.replace(/\/+$/, '');
  if (/^https:\/\/[^/\s]+$/.test(origin)) return origin;
  throw new CommandRefusal(`The proxy's address is "${text}". Give https://HOST without a path.\n\n${USAGE}`);
}

function scriptId(text: string, isNeeded: boolean): string {
  if (SCRIPT_ID.test(text) || (text === '' && !isNeeded)) return text;
  throw new CommandRefusal(
    `"${text}" is no script id. Copy it from Extensions ▸ Apps Script ▸ Project settings ▸ Script ID.\n\n${USAGE}`,
  );
}

function offer(name: string, row: DeploymentRow): string {
  const lines = Object.entries(row.options).map(([option, { does }]) => `  ${option}: ${does}`);
  return `${name} may ask for more than the least:\n${lines.join('\n')}\nNames with commas between, empty for none`;
}

function optionsOf(text: string, row: DeploymentRow): string[] {
  const chosen = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const unknown = chosen.filter((option) => !Object.hasOwn(row.options, option));
  if (unknown.length === 0) return [...new Set(chosen)];
  const known = Object.keys(row.options).join(', ');
  throw new CommandRefusal(`There is no option "${unknown.join(', ')}". Choose among ${known}, or none.`);
}
