import { describe, expect, it } from '@jest/globals';
import {
  createOutbreakDetector,
  type OutbreakDetector,
} from '../../../../../server/monitor/outbreak/detector.ts';
import {
  type IndexedTicket,
  similarityGrams,
} from '../../../../../server/monitor/outbreak/similarity-index.ts';
import { documentFromText } from '../../../../../src/core/classifier/document.ts';
import { createRandom } from '../../../../../src/core/statistics/random.ts';
import { DAY, HOUR, NOW } from '../observations.ts';

const WORDS = Array.from({ length: 400 }, (_, number) => `word${number}`);

function everydayText(random: () => number): string {
  return Array.from({ length: 15 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
}

function aTicket(id: string, at: number, text: string): IndexedTicket {
  return { id, at, label: 'access', grams: similarityGrams(documentFromText(text, 5)) };
}

/** A desk with four weeks of everyday tickets, one every forty minutes, until an hour before NOW. */
function aDesk(): OutbreakDetector {
  const detector = createOutbreakDetector({ timeZone: 'UTC', holidays: [] });
  const random = createRandom(3);
  const first = NOW - 28 * DAY;
  for (let number = 0; number < 1000; number++) {
    detector.remember(aTicket(`h${number}`, first + number * 40 * 60_000, everydayText(random)));
  }
  return detector;
}

function report(number: number): string {
  const endings = [
    'since this morning',
    'for all of us here',
    'again and again',
    'please help quickly',
    'on my phone',
  ];
  return `okta push enrolment token rejected after rollout ${endings[number % 5]}`;
}

function reports(detector: OutbreakDetector, count: number, from = NOW, prefix = 'r') {
  return Array.from({ length: count }, (_, number) => {
    const at = from + number * 5 * 60_000;
    return detector.add(aTicket(`${prefix}${number}`, at, report(number)), at);
  });
}

describe('outbreak detector', () => {
  it('proposes similar reports once, and lets later ones join', () => {
    const kinds = reports(aDesk(), 6).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'proposed')).toHaveLength(1);
    expect(kinds.indexOf('proposed')).toBeLessThan(4);
    expect(kinds.at(-1)).toBe('grown');
  });

  it('names the tickets, when the first came and what was expected', () => {
    const desk = aDesk();
    reports(desk, 6);
    const [outbreak] = desk.outbreaks(NOW + HOUR);
    expect(outbreak?.ticketIds).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
    expect(outbreak?.firstSeenAt).toBe(NOW);
    expect(outbreak?.expected).toBeLessThan(1);
  });

  it('is silent on everyday tickets', () => {
    const desk = aDesk();
    const random = createRandom(8);
    const kinds = Array.from({ length: 60 }, (_, number) => {
      const at = NOW + number * 10 * 60_000;
      return desk.add(aTicket(`e${number}`, at, everydayText(random)), at).kind;
    });
    expect(kinds.filter((kind) => kind === 'proposed')).toEqual([]);
  });

  it('does not take an everyday subject for an outbreak', () => {
    const detector = createOutbreakDetector({ timeZone: 'UTC', holidays: [] });
    const random = createRandom(4);
    for (let number = 0; number < 1000; number++) {
      const text = number % 5 === 0 ? report(number) : everydayText(random);
      detector.remember(aTicket(`h${number}`, NOW - 28 * DAY + number * 40 * 60_000, text));
    }
    expect(reports(detector, 3).map(({ kind }) => kind)).not.toContain('proposed');
  });

  it('keeps quiet about what a person dismissed', () => {
    const desk = aDesk();
    reports(desk, 6);
    const id = desk.outbreaks(NOW)[0]?.id ?? '';
    expect(desk.decide(id, 'dismiss', 'lead@example.com', NOW + HOUR)).toMatchObject({ isDecided: true });
    const kinds = reports(desk, 5, NOW + 30 * HOUR, 'again').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['suppressed']));
  });

  it('ends a proposal that nobody confirmed after a quiet day', () => {
    const desk = aDesk();
    reports(desk, 6);
    expect(desk.outbreaks(NOW + 2 * DAY)[0]?.status.state).toBe('stale');
  });

  it('finds nothing without history', () => {
    const detector = createOutbreakDetector({ timeZone: 'UTC', holidays: [] });
    expect(reports(detector, 10).map(({ kind }) => kind)).not.toContain('proposed');
  });

  it('goes on with the outbreaks known before a restart', () => {
    const desk = aDesk();
    reports(desk, 6);
    const restarted = createOutbreakDetector({
      timeZone: 'UTC',
      holidays: [],
      outbreaks: desk.outbreaks(NOW + HOUR),
    });
    const random = createRandom(3);
    for (let number = 0; number < 1000; number++) {
      restarted.remember(aTicket(`h${number}`, NOW - 28 * DAY + number * 40 * 60_000, everydayText(random)));
    }
    for (let number = 0; number < 6; number++) restarted.remember(aTicket(`r${number}`, NOW, report(number)));
    expect(restarted.add(aTicket('late', NOW + HOUR, report(1)), NOW + HOUR).kind).toBe('grown');
  });

  it('counts an event that comes twice once', () => {
    const desk = aDesk();
    const ticket = aTicket('r0', NOW, report(0));
    desk.add(ticket, NOW);
    expect(desk.add(ticket, NOW)).toEqual({ kind: 'left-out', reason: 'duplicate' });
  });

  it('leaves out what comes from the future, or long after newer ones', () => {
    const desk = aDesk();
    expect(desk.add(aTicket('f', NOW + DAY, report(0)), NOW)).toEqual({ kind: 'left-out', reason: 'future' });
    desk.add(aTicket('n', NOW, report(0)), NOW);
    expect(desk.add(aTicket('o', NOW - 2 * HOUR, report(0)), NOW)).toEqual({
      kind: 'left-out',
      reason: 'late',
    });
  });
});
