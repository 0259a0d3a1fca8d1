import { describe, expect, it } from '@jest/globals';
import type { Outbreak } from '../../../../server/monitor/outbreak/outbreak.ts';
import { readWebhooks, tellChat } from '../../../../server/watch/chat.ts';

const ADDRESS = 'https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=secret';
const OUTBREAK: Outbreak = {
  ...{ id: 'o-1', status: { state: 'proposed', at: 1 }, channels: ['content'], label: 'network' },
  ...{
    ticketIds: ['t1', 't2', 't3'],
    firstSeenAt: 0,
    lastSeenAt: 1,
    expected: 0.3,
    likeness: 0.2,
    pValue: 1e-9,
  },
};

function aChat(answer: () => Promise<number>) {
  const sent: { address: string; body: string }[] = [];
  let failures = 0;
  return {
    sent,
    failures: () => failures,
    webhooks: { it: ADDRESS },
    post: (address: string, body: string) => {
      sent.push({ address, body });
      return answer();
    },
    onFailure: () => {
      failures++;
    },
  };
}

describe('the message to Google Chat', () => {
  it('tells the desk’s own space how many tickets came, and nothing else of them', async () => {
    const chat = aChat(async () => 200);
    await tellChat(chat, { id: 'it', name: 'IT help' }, [OUTBREAK], () => '09:10');
    expect(chat.sent).toHaveLength(1);
    expect(JSON.parse(chat.sent[0]?.body ?? '')).toEqual({
      text: 'IT help: 3 similar tickets since 09:10, 0.3 expected. Choose Usher ▸ Health in the spreadsheet to confirm or dismiss.',
    });
  });

  it('goes nowhere for a desk without a space', async () => {
    const chat = aChat(async () => 200);
    await tellChat(chat, { id: 'toString', name: 'HR' }, [OUTBREAK], () => '09:10');
    expect(chat.sent).toEqual([]);
  });

  it.each([
    ['refuses', async () => 404],
    ['is away', () => Promise.reject(new Error('unreachable'))],
  ])('ends nothing where Chat %s', async (_, answer) => {
    const chat = aChat(answer);
    await tellChat(chat, { id: 'it', name: 'IT help' }, [OUTBREAK], () => '09:10');
    expect(chat.failures()).toBe(1);
  });

  it('is configured for Google’s webhook host alone', () => {
    expect(readWebhooks([`it=${ADDRESS}`])).toEqual({ webhooks: { it: ADDRESS }, faults: [] });
  });

  it.each([
    'it=http://chat.googleapis.com/v1/spaces/A/messages',
    'it=https://chat.googleapis.com.evil.example/v1/spaces/A/messages',
    'it=https://chat.googleapis.com@evil.example/v1/spaces/A/messages',
    'it=https://user:pass@chat.googleapis.com/v1/spaces/A/messages',
    'it=https://chat.googleapis.com:8443/v1/spaces/A/messages',
    'it=https://chat.googleapis.com/other?token=secret',
    'https://chat.googleapis.com/v1/spaces/A',
    'it=nothing',
  ])('refuses %s, and does not repeat its secret', (pair) => {
    const { webhooks, faults } = readWebhooks([pair]);
    expect(webhooks).toEqual({});
    expect(faults).toHaveLength(1);
    expect(faults[0]).not.toContain('secret');
  });
});
