import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/vertex.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { encodeModel } from '../../../../src/core/classifier/model-file.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aDesk, aProxy } from '../../../builders/proxy.ts';
import { type FakeStorage, startFakeStorage } from '../../../fakes/storage/server.ts';
import { fieldsOf } from '../../../fakes/vertex/definitions.ts';
import { type FakeVertex, startFakeVertex } from '../../../fakes/vertex/server.ts';
import { someRows } from '../../core/classifier/a-training-set.ts';

const IMAGE = `europe-docker.pkg.dev/p/usher/usher@sha256:${'a'.repeat(64)}`;
const folder = mkdtempSync(join(tmpdir(), 'usher-vertex-'));
const at = (name: string) => join(folder, name);
let vertex: FakeVertex;
let storage: FakeStorage;

beforeAll(async () => {
  [vertex, storage] = await Promise.all([startFakeVertex(), startFakeStorage()]);
  for (const seed of [1, 2]) {
    const rows = someRows(60, seed);
    const labels = [...new Set(rows.map(({ label }) => label))];
    const { model } = trainModel(
      {
        labels,
        documents: rows.map(({ text }) => documentFromText(text, seed)),
        targets: rows.map(({ label }) => labels.indexOf(label)),
      },
      { seed },
    );
    writeFileSync(at(`${seed}.model`), encodeModel(model));
  }
  writeFileSync(at('evaluation.json'), JSON.stringify({ accuracy: 0.9, macroF1: 0.88, nll: 0.4 }));
}, 30_000);
afterAll(async () => {
  vertex.close();
  await storage.close();
  rmSync(folder, { recursive: true });
});

async function usher(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const environment = {
    ...{ GOOGLE_CLOUD_PROJECT: 'test-project', USHER_VERTEX_LOCATION: 'europe-west4' },
    ...{
      USHER_VERTEX_ADDRESS: vertex.address,
      USHER_VERTEX_PLAINTEXT: '1',
      USHER_STORAGE_ORIGIN: storage.origin,
      USHER_DATABASE: at('usher.sqlite'),
    },
  };
  await run([...args], {
    ...{ out: (text) => printed.push(text), err: (text) => printed.push(text) },
    ...{ isTerminal: false, now: Date.now, environment },
  });
  return printed.join('');
}

const upload = (seed: number, ...more: string[]) =>
  usher(
    'upload',
    '--model',
    at(`${seed}.model`),
    '--image',
    IMAGE,
    '--bucket',
    'gs://models/usher',
    '--state',
    at('state.json'),
    ...more,
  );
const step = (name: string, ...more: string[]) => usher(name, '--state', at('state.json'), ...more);
const status = async () => JSON.parse(await usher('status', '--json'));

describe('a model’s life on Vertex AI', () => {
  it('only tells what it would do in a dry run', async () => {
    const told = await upload(1, '--dry-run');
    expect(told).toContain('Would do: Uploading');
    expect([vertex.registry.versions.size, storage.objects.size]).toEqual([0, 0]);
  }, 30_000);

  it('uploads a version with its evaluation, once', async () => {
    await upload(1, '--evaluation', at('evaluation.json'));
    const again = await upload(1, '--evaluation', at('evaluation.json'));
    expect(again).toContain('holds this model already');
    expect([vertex.registry.versions.size, vertex.registry.evaluations.length]).toEqual([1, 1]);
    expect([...storage.objects.keys()]).toEqual([
      expect.stringMatching(/^models\/usher\/[0-9a-f]{12}\/desk\.model$/),
    ]);
    expect([...vertex.registry.versions.values()][0]).toMatchObject({
      versionAliases: expect.arrayContaining(['challenger']),
      containerSpec: { imageUri: IMAGE, predictRoute: '/predict', healthRoute: '/health' },
    });
  }, 30_000);

  it('gives the first version all traffic', async () => {
    await step('deploy', '--canary', '10');
    await step('promote');
    expect(await status()).toMatchObject({
      versions: [{ version: '1', traffic: 100, aliases: expect.arrayContaining(['champion', 'default']) }],
    });
  }, 30_000);

  it('gives the next one its share, and again only what is missing', async () => {
    await upload(2);
    await step('deploy', '--canary', '10');
    await step('deploy', '--canary', '10');
    const { versions } = await status();
    expect(versions.map((one: { traffic: number }) => one.traffic)).toEqual([90, 10]);
  }, 30_000);

  it('ends a canary by rolling back', async () => {
    await step('rollback');
    const { versions } = await status();
    expect(versions.map((one: { traffic: number }) => one.traffic)).toEqual([100, 0]);
    await step('deploy', '--canary', '25');
  }, 30_000);

  it('promotes the challenger, and takes it back', async () => {
    await step('promote');
    expect((await status()).versions).toMatchObject([
      { traffic: 0, aliases: ['previous'] },
      { traffic: 100, aliases: expect.arrayContaining(['champion', 'default']) },
    ]);
    await step('rollback');
    expect((await status()).versions).toMatchObject([
      { traffic: 100, aliases: expect.arrayContaining(['champion', 'default']) },
      { traffic: 0, aliases: ['rejected'] },
    ]);
  }, 30_000);

  it('refuses to go back further than there is', async () => {
    await expect(step('rollback')).rejects.toThrow('no version to go back to');
  });

  it('takes idle versions off the endpoint', async () => {
    await step('undeploy');
    expect((await status()).versions.map((one: { isDeployed: boolean }) => one.isDeployed)).toEqual([
      true,
      false,
    ]);
  }, 30_000);

  it('leaves no note of operations behind', () => {
    expect(existsSync(at('state.json'))).toBe(false);
  });

  it.each([
    [7, 'roles/aiplatform.admin'],
    [5, '--project and --location'],
    [14, 'goes on where it stopped'],
    [16, 'gcloud auth'],
  ])('says what to do about gRPC status %i', async (code, words) => {
    vertex.fail({ kind: 'status', code });
    await expect(step('promote')).rejects.toThrow(words);
  });

  it('goes on with the upload that was cut off, instead of beginning another', async () => {
    let calls = 0;
    // A look for the model, the upload itself, and then the connection is gone.
    vertex.failBy(() => (++calls === 3 ? { kind: 'status', code: 14 } : undefined));
    await expect(upload(1, '--name', 'fresh')).rejects.toThrow('goes on where it stopped');
    vertex.failBy(undefined);
    expect(existsSync(at('state.json'))).toBe(true);
    await upload(1, '--name', 'fresh');
    const fresh = [...vertex.registry.versions.values()].filter((one) => one['displayName'] === 'fresh');
    expect([fresh.length, existsSync(at('state.json'))]).toEqual([1, false]);
  }, 30_000);

  it('refuses an image that is not named by its digest', async () => {
    const args = ['upload', '--model', at('1.model'), '--image', 'usher:latest', '--bucket', 'gs://b'];
    await expect(usher(...args)).rejects.toThrow('digest');
  });
});

describe('usher vertex batch', () => {
  const MODEL = 'projects/test-project/locations/europe-west4/models/7';
  beforeAll(() => {
    writeFileSync(
      at('tickets.csv'),
      'id,subject,body\n1,Printer,"no paper, call +49 30 1234567"\n2,Invoice,twice\n3,Odd,x\n',
    );
    vertex.registry.onJobEnd((job) => {
      const source = job['inputConfig'].gcsSource.uris[0].replace('gs://', '');
      const lines = String(storage.objects.get(source))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const answered = lines.map(({ key }, i) =>
        JSON.stringify(
          i === 2
            ? { key, status: 'INVALID' }
            : { key, prediction: { displayNames: ['q'], confidences: [0.75] } },
        ),
      );
      const output = job['outputInfo'].gcsOutputDirectory.replace('gs://', '');
      // In another order, in two files.
      storage.objects.set(
        `${output}/prediction.results-00001`,
        Buffer.from(answered.slice(1).reverse().join('\n')),
      );
      storage.objects.set(`${output}/prediction.results-00000`, Buffer.from(answered.slice(0, 1).join('\n')));
      return { successful: lines.length - 1, failed: 1 };
    });
  });
  const batch = () =>
    usher(
      'batch',
      at('tickets.csv'),
      '-o',
      at('out.csv'),
      '--bucket',
      'gs://work/b',
      '--model',
      MODEL,
      '--poll-seconds',
      '0',
    );

  it('submits, watches, fetches, joins by row and accounts for every one', async () => {
    expect(await batch()).toContain('3 rows, 2 answered, 1 without an answer');
    const [, first, , third] = readFileSync(at('out.csv'), 'utf8').split('\n');
    expect(first).toMatch(/,q,0\.75,$/);
    expect(third).toMatch(/The model refused this row\.$/);
  }, 30_000);

  it('finds its job again instead of paying twice', async () => {
    await batch();
    expect(vertex.registry.jobs.size).toBe(1);
  }, 30_000);

  it('masks private data before it leaves', () => {
    const sent = String([...storage.objects].find(([name]) => /in-\d+\.jsonl$/.test(name))?.[1]);
    expect(sent).toContain('no paper');
    expect(sent).not.toContain('1234567');
  });
});

describe('usher vertex batch to Gemini', () => {
  interface Row {
    readonly request: {
      readonly labels: Record<string, string>;
      readonly systemInstruction: { readonly parts: readonly { readonly text: string }[] };
    };
  }
  let rows: Row[] = [];
  beforeAll(async () => {
    const proxy = await aProxy({ USHER_DATABASE: at('usher.sqlite') });
    await proxy.call('PUT', '/v1/desks/it', aDesk());
    await proxy.close();
    const texts = [
      'the printer jams',
      'my invoice, ask ann@example.com',
      'the router',
      'so odd',
      'unanswered',
    ];
    writeFileSync(at('gemini.csv'), `text\n${texts.map((text) => `"${text}"`).join('\n')}\n`);
    const says = [
      { label: 'printing', quote: 'printer' },
      { label: 'billing', quote: 'invoice, ask [EMAIL_1]' },
      { label: 'admin', quote: 'router' },
      { label: 'network', quote: 'words that stand nowhere' },
    ];
    vertex.registry.onJobEnd((job) => {
      const [uri] = job['inputConfig'].gcsSource.uris as string[];
      const lines = String(storage.objects.get(String(uri).replace('gs://', '')))
        .trim()
        .split('\n');
      rows = lines.map((line) => JSON.parse(line) as Row);
      const output = job['outputInfo'].gcsOutputDirectory.replace('gs://', '');
      const answered = rows.map((row, i) => {
        const content = { role: 'model', parts: [{ text: JSON.stringify(says[i]) }] };
        return i < says.length
          ? { ...row, status: '', response: { candidates: [{ finishReason: 'STOP', content }] } }
          : { ...row, status: 'Quota exceeded' };
      });
      const text = answered
        .reverse()
        .map((line) => JSON.stringify(line))
        .join('\n');
      storage.objects.set(`${output}/predictions.jsonl`, Buffer.from(text));
      return { successful: says.length, failed: 1 };
    });
  }, 30_000);
  const batch = (model: string, ...more: string[]) =>
    usher(
      ...['batch', at('gemini.csv'), '-o', at('gemini-out.csv'), '--bucket', 'gs://work/g'],
      ...['--model', `publishers/google/models/${model}`, '--desk', 'it', '--poll-seconds', '0', ...more],
    );

  it('tells in a dry run what it can cost at most', async () => {
    expect(await batch('gemini-3.5-flash-lite', '--dry-run')).toMatch(
      /copy 5 rows .* for at most 0\.0\d dollars/,
    );
  }, 30_000);

  it('holds every answer to the rules of service, and accounts for each row', async () => {
    const told = await batch('gemini-3.5-flash-lite');
    const out = readFileSync(at('gemini-out.csv'), 'utf8').trim().split('\n').slice(1);
    expect(told).toContain('5 rows, 2 answered, 3 without an answer');
    expect(out).toEqual([
      expect.stringMatching(/,printing,,$/),
      expect.stringMatching(/,billing,,$/),
      expect.stringMatching(/,,,The model named a queue that the desk does not have\.$/),
      expect.stringMatching(/,,,The answer rests on words that are not in the ticket\.$/),
      expect.stringMatching(/,,,The model refused this row\.$/),
    ]);
  }, 30_000);

  it('asks with the desk’s labels, the ticket masked and fenced, in fields that the service knows', () => {
    const [first, second] = rows;
    expect(first?.request.systemInstruction.parts[0]?.text).toContain('"name":"Printing"');
    expect(JSON.stringify(second)).toMatch(/<<<[0-9a-f]{16}>>>\\nmy invoice, ask \[EMAIL_1\]/);
    const known = fieldsOf('GenerateContentRequest');
    expect(
      rows.flatMap(({ request }) => Object.keys(request)).filter((name) => !known.includes(name)),
    ).toEqual([]);
  });

  it('refuses a model that it knows no price of', async () => {
    await expect(batch('gemini-2.5-flash')).rejects.toThrow('gemini-2.5-flash');
  }, 30_000);
});

describe('usher vertex tuning-set', () => {
  it('writes parts that share no copy of a ticket, in the form of tuning, without private data', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, i) =>
        `"Ticket ${i % 150} about the printer number ${(i % 150) * 7919} in room ${(i % 150) * 31}, mail ann${i}@example.com",${i % 2 === 0 ? 'printing' : 'network'}`,
    );
    writeFileSync(at('labelled.csv'), ['text,label', ...rows].join('\n'));
    await usher('tuning-set', at('labelled.csv'), '-o', at('tuning'));
    const report = JSON.parse(readFileSync(at('tuning/report.json'), 'utf8'));
    const [line = ''] = readFileSync(at('tuning/train.jsonl'), 'utf8').split('\n');
    expect(report.checks).toMatchObject({ leaking: 0, masked: { email: 300 } });
    expect(report.checks.copies).toBeGreaterThanOrEqual(300);
    expect(JSON.parse(line)).toMatchObject({
      systemInstruction: { parts: [{}] },
      contents: [{ role: 'user' }, { role: 'model', parts: [{ text: expect.stringContaining('"label"') }] }],
    });
    expect(line).not.toContain('example.com');
  });
});

describe('usher vertex models', () => {
  it('names what is stale', async () => {
    expect(await usher('models')).toContain('gemini-3.5-flash-lite');
  });
});
