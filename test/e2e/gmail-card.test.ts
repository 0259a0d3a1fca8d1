// The thin Gmail path, on the built bundle: the open mail's label and confidence, and one press that applies a Gmail label.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import { createWorld, type World } from '../../sandbox/world.ts';
import { type Bench, HEADERS, press, startBench, taughtRows } from '../builders/sheet-world.ts';

let bench: Bench;
let gmail: World;

beforeAll(async () => {
  bench = await startBench();
  const sheet = bench.world([HEADERS, ...taughtRows(60)]);
  press(sheet, 'runSetUp');
  press(sheet, 'runLearn');
  const built = await readBuiltAddon('gmail');
  gmail = createWorld({
    ...built,
    ...proxyOptions(built, bench.proxy),
    user: LEAD,
    start: Date.now(),
    kind: 'gmail',
  });
});
afterAll(async () => {
  gmail.close();
  await bench.close();
});

const eventFor = (messageId: string, parameters: Record<string, string> = {}) => ({
  commonEventObject: { hostApp: 'GMAIL', platform: 'WEB', parameters },
  gmail: { messageId, accessToken: 'token-of-the-open-mail' },
});
const aMail = (subject: string, plain: string) =>
  gmail.mailbox.receive({ from: 'ana@usher.example', subject, plain });
const answerTo = (functionName: string, event: unknown): string => {
  const { value, error } = gmail.call(functionName, [event], { entry: 'card' });
  if (error !== undefined) throw new Error(error.message);
  return JSON.stringify(value);
};

describe('the card beside an open mail', () => {
  it('reads nothing and asks nobody before the button is pressed', () => {
    gmail.counts.reset();
    expect(answerTo('onGmailMessage', eventFor(aMail('vpn tunnel', 'router').id))).toContain('onShowQueue');
    expect(gmail.counts.requests).toBe(0);
    expect(Object.keys(gmail.counts.byMethod).filter((name) => name.startsWith('Gmail'))).toEqual([]);
  });

  it('shows label, confidence in words and number, and the words of the mail', () => {
    const card = answerTo('onShowQueue', eventFor(aMail('vpn tunnel', 'The router fails.').id));
    expect(card).toMatch(/"text":"Network"/);
    expect(card).toMatch(/Very likely|Likely/);
    expect(card).toMatch(/\d+ % confidence/);
    expect(card).toMatch(/Words from this mail: [^"]*(vpn|tunnel|router)/);
  });

  it('shows mark-up in a subject as text', () => {
    const card = answerTo('onShowQueue', eventFor(aMail('<b>vpn</b> tunnel', 'router').id));
    expect(card).toContain('&lt;b&gt;vpn&lt;/b&gt;');
  });

  it('applies a Gmail label to the thread, creating it once', () => {
    const mail = aMail('vpn tunnel', 'router');
    const press = () =>
      answerTo('onApplyLabel', eventFor(mail.id, { threadId: mail.threadId, label: 'Network' }));
    expect([press(), press()].every((answer) => answer.includes('Usher/Network applied'))).toBe(true);
    expect([...(gmail.mailbox.threads.get(mail.threadId)?.labels ?? [])]).toEqual(['Usher/Network']);
  });

  it('says what to do when the proxy is away', () => {
    gmail.faults.nextFetches(4, 'unreachable');
    const card = answerTo('onShowQueue', eventFor(aMail('vpn tunnel', 'router').id));
    gmail.faults.clear();
    expect(card).toContain('could not be reached');
  });

  it('says so when there is no text to judge', () => {
    expect(answerTo('onShowQueue', eventFor(aMail('', '').id))).toMatch(/no text|empty/i);
  });
});
