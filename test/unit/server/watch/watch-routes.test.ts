import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import type { LessonCall } from '../../../../src/core/contract.ts';
import { type Health, HealthSchema } from '../../../../src/core/health-schemas.ts';
import { aProxy, type TestProxy, teach } from '../../../builders/proxy.ts';
import { aWatchedDesk, DAY, dayOfTickets, reportsOfOneMatter, TICK } from './a-watched-desk.ts';

const HOUR = 3_600_000;

describe('watching a desk', () => {
  const open: TestProxy[] = [];
  afterEach(async () => {
    for (const proxy of open.splice(0)) await proxy.close();
  });
  const watched = async (environment: Record<string, string> = {}) => {
    const desk = await aWatchedDesk(environment);
    open.push(desk.proxy);
    return desk;
  };
  const levelOf = (health: Health, monitor: string) =>
    health.signals.find((signal) => signal.monitor === monitor)?.level;

  it('says of an empty desk that there is too little data, and gives it no colour', async () => {
    const desk = await watched();
    const health = await desk.tick(desk.midnight());
    expect(Value.Check(HealthSchema, health)).toBe(true);
    expect(health.level).toBe('not-enough-data');
    expect(health.window).toMatchObject({ tickets: 0 });
    expect(health.outbreaks).toEqual([]);
  });

  it('answers before anybody looked', async () => {
    const desk = await watched();
    const { status, body } = await desk.proxy.call('GET', '/v1/desks/it/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ level: 'not-enough-data', window: null, queues: [] });
  });

  it('judges drift once a week of tickets is the reference and 200 more have come', async () => {
    const desk = await watched();
    const early = await desk.live(9);
    expect(levelOf(early, 'drift.label')).toBe('not-enough-data');
    const later = await desk.live(9);
    expect(levelOf(later, 'drift.label')).toBe('ok');
    expect(levelOf(later, 'drift.content')).toBe('ok');
    expect(Value.Check(HealthSchema, later)).toBe(true);
  });

  it('puts ten reports of one matter before people, by ticket and without a word', async () => {
    const desk = await watched();
    await desk.live(14);
    const from = desk.midnight() + 9 * HOUR;
    await desk.send([...dayOfTickets(99, 5, desk.midnight()), ...reportsOfOneMatter(from)], from + HOUR);
    const health = await desk.tick(from + HOUR);
    expect(health.outbreaks).toHaveLength(1);
    expect(health.outbreaks[0]).toMatchObject({ state: 'proposed', isVolumeOnly: false });
    expect(health.outbreaks[0]?.tickets.filter((id) => id.startsWith('o-')).length).toBeGreaterThanOrEqual(7);
    expect(JSON.stringify(health)).not.toContain('certificate');
  });

  it('proposes nothing of tickets that had gathered before they were first seen', async () => {
    const desk = await watched();
    await desk.live(14);
    const now = desk.midnight() + 9 * HOUR;
    const undated = reportsOfOneMatter(now, 60).map((ticket) => ({ ...ticket, receivedAt: undefined }));
    desk.proxy.clock.now = now;
    await desk.proxy.call('POST', '/v1/triage', {
      ...{ desk: 'it', runId: 'backlog', deadlineMs: 10_000, tickets: undated },
    });
    expect((await desk.tick(now)).outbreaks).toEqual([]);
  });

  it('lets a person confirm and close an outbreak, and refuses a second word on what is over', async () => {
    const desk = await watched();
    await desk.live(14);
    const from = desk.midnight() + 9 * HOUR;
    await desk.send(reportsOfOneMatter(from), from + HOUR);
    const [outbreak] = (await desk.tick(from + HOUR)).outbreaks;
    const address = `/v1/desks/it/outbreaks/${outbreak?.id}`;
    const decide = (decision: string) => desk.proxy.call('POST', address, { decision });
    expect((await decide('confirm')).body).toMatchObject({ outbreaks: [{ state: 'confirmed' }] });
    expect((await decide('close')).body).toMatchObject({ outbreaks: [{ state: 'resolved' }] });
    expect((await decide('confirm')).status).toBe(409);
  });

  it('keeps quiet about more reports of what was dismissed, also in another process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'usher-watch-'));
    const environment = { USHER_DATABASE: join(folder, 'usher.sqlite') };
    const desk = await watched(environment);
    await desk.live(14);
    const from = desk.midnight() + 9 * HOUR;
    await desk.send(reportsOfOneMatter(from), from + HOUR);
    const [outbreak] = (await desk.tick(from + HOUR)).outbreaks;
    const other = await aProxy(environment);
    open.push(other);
    other.clock.now = from + HOUR;
    await other.call('POST', `/v1/desks/it/outbreaks/${outbreak?.id}`, { decision: 'dismiss' });
    await desk.send(reportsOfOneMatter(from + HOUR, 6, 'p'), from + 2 * HOUR);
    const health = await desk.tick(from + 2 * HOUR);
    expect(health.outbreaks.map(({ state }) => state)).toEqual(['dismissed']);
    await desk.proxy.close();
    await other.close();
    open.length = 0;
    rmSync(folder, { recursive: true });
  });

  it('calls for a lesson while a drift stands that no lesson has come after', async () => {
    const desk = await watched();
    await desk.live(14);
    const learning = async () =>
      (await desk.proxy.call('GET', '/v1/desks/it/learning')).body as unknown as LessonCall;
    expect((await learning()).fields[0]?.causes).toEqual([]);
    for (let day = 0; day < 8; day++) {
      const from = desk.midnight() + day * DAY;
      const shifted = dayOfTickets(100 + day, 30, from).map((ticket, index) => ({
        ...{ ...ticket, id: `s${day}-${index}` },
        subject: 'invoice payment refund',
        body: `The invoice ${day} and payment ${index} of the account need a refund for the contract.`,
      }));
      await desk.send(shifted, from + 18 * HOUR);
      await desk.tick(from + 18 * HOUR);
    }
    expect((await learning()).fields[0]?.causes).toMatchObject([{ cause: 'drift' }]);
    await teach(desk.proxy);
    expect((await learning()).fields[0]?.causes).toEqual([]);
  });

  it('erases a ticket from traces, outbreaks and reports', async () => {
    const desk = await watched();
    await desk.live(14);
    const from = desk.midnight() + 9 * HOUR;
    await desk.send(reportsOfOneMatter(from), from + HOUR);
    const [before] = (await desk.tick(from + HOUR)).outbreaks;
    expect(before?.tickets).toContain('o-9');
    await desk.proxy.call('DELETE', '/v1/desks/it/tickets/o-9');
    const after = (await desk.proxy.call('GET', '/v1/desks/it/health')).body as unknown as Health;
    expect(after.outbreaks[0]?.tickets).not.toContain('o-9');
    const traces = await desk.proxy.store.monitoring.traces({ desk: 'it', field: 'queue' }, 0);
    expect(traces.map(({ ticketId }) => ticketId)).not.toContain('o-9');
  });

  it('warns of a schedule that has died, whoever asks', async () => {
    const desk = await watched();
    await desk.tick(desk.midnight());
    desk.proxy.clock.now = desk.midnight() + 12 * HOUR;
    const health = (await desk.proxy.call('GET', '/v1/desks/it/health')).body as unknown as Health;
    expect(levelOf(health, 'self.schedule')).toBe('critical');
    expect(health.level).toBe('critical');
  });

  it('names a clock that jumps and a silence, and colours nothing by them', async () => {
    const desk = await watched();
    await desk.live(8);
    const now = desk.midnight() + 6 * 24 * HOUR;
    const future = dayOfTickets(200, 3, now + 48 * HOUR);
    await desk.send(future, now);
    const health = await desk.tick(now);
    expect(health.window).toMatchObject({ fromFuture: 3 });
    expect(health.window?.longestGapMs).toBeGreaterThan(4 * 24 * HOUR);
    expect(health.outbreaks).toEqual([]);
  });

  it('refuses a time zone that is none, and a stranger', async () => {
    const desk = await watched();
    const wrong = await desk.proxy.call('POST', '/v1/desks/it/tick', { ...TICK, timeZone: 'Mars/Base' });
    expect(wrong).toMatchObject({ status: 400, body: { detail: expect.stringContaining('Mars/Base') } });
    const stranger = await desk.proxy.call('GET', '/v1/desks/it/health', undefined, 'who@example.com');
    expect(stranger.status).toBe(404);
  });

  it('keeps no word of a ticket in its tables', async () => {
    const desk = await watched();
    await desk.live(3);
    const traces = await desk.proxy.store.monitoring.traces({ desk: 'it', field: 'queue' }, 0);
    expect(traces).toHaveLength(90);
    const kept = JSON.stringify(traces.map((trace) => ({ ...trace, document: '', probabilities: '' })));
    expect(kept).not.toMatch(/router|invoice|printer|colleague/);
  });
});
