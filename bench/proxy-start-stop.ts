// From nothing to the first answer, and from SIGTERM with a thousand requests in flight to the end.
import { atMost, type Figure } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient } from './proxy-client.ts';
import { batchOf, type ProxySetup, teachDesk } from './proxy-setup.ts';

const STARTS = 7;
const IN_FLIGHT = 1_000;

/** Starts whose code was compiled and kept by an earlier one. */
export async function starts(setup: ProxySetup): Promise<Figure[]> {
  const token = await setup.token();
  const cpu: number[] = [];
  const memory: number[] = [];
  // The first start compiles and keeps what it has compiled.
  for (let i = -1; i < STARTS; i++) {
    const proxy = await setup.start(':memory:');
    const client = createClient(1);
    const { status } = await client.send('GET', `${proxy.address}/v1/desks`, token);
    if (status !== 200) throw new Error(`The first answer was ${status}.`);
    if (i >= 0) {
      cpu.push(proxy.cpuSeconds() * 1e3);
      memory.push(proxy.peakMegabytes());
    }
    client.close();
    await proxy.stop();
  }
  return [
    { ...atMost('start to the first answer', median(cpu), 'ms CPU', 220), aim: '≤ 150' },
    { ...atMost('memory at the first answer', median(memory), 'MB', 90), aim: '≤ 75' },
  ];
}

/** A stop under way while requests come in on a thousand connections. */
export async function stops(setup: ProxySetup): Promise<Figure[]> {
  const token = await setup.token();
  const proxy = await setup.start('stop.sqlite', { USHER_QUEUE_MS: '30000' });
  const client = createClient(IN_FLIGHT);
  const [ticket] = await teachDesk(client, proxy.address, token);
  const inFlight = Array.from({ length: IN_FLIGHT }, (_, i) =>
    client
      .send('POST', `${proxy.address}/v1/triage`, token, batchOf([{ ...ticket, id: `S-${i}` }], 'stop'))
      .then(
        ({ status }) => status,
        () => 0,
      ),
  );
  await inFlight[0];
  const stoppedAt = performance.now();
  const code = await proxy.stop();
  const seconds = (performance.now() - stoppedAt) / 1_000;
  const statuses = await Promise.all(inFlight);
  client.close();
  const told = (status: number) => statuses.filter((one) => one === status).length;
  return [
    atMost('SIGTERM with 1,000 requests in flight: lost', told(0), '', 0),
    atMost('SIGTERM: told to come again', IN_FLIGHT - told(0) - told(200), '', 0),
    atMost('SIGTERM: time to exit, with code 0', code === 0 ? seconds : Number.POSITIVE_INFINITY, 's', 8),
  ];
}
