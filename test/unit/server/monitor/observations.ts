// Builders for the monitors' tests: predicted tickets with good defaults, and seeded everyday traffic.

import type { Observation } from '../../../../server/monitor/observation.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

export const NOW = Date.UTC(2026, 2, 18, 12);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function anObservation(changes: Partial<Observation> = {}): Observation {
  return {
    id: 't1',
    at: NOW - HOUR,
    document: documentFromText('printer on the second floor does not print', 5),
    label: 'hardware',
    confidence: 0.9,
    textLength: 42,
    unknownRate: 0.1,
    language: 'en',
    ...changes,
  };
}

const LABELS = ['hardware', 'hardware', 'hardware', 'access', 'access', 'hr', 'storage'];
const WORDS =
  'printer paper toner laptop screen password login account reset vpn share folder disk leave contract'.split(
    ' ',
  );

/** `count` everyday predictions over the seven days before `until`, alike for every seed but for luck. */
export function everydayTickets(count: number, seed: number, until = NOW): Observation[] {
  const random = createRandom(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  return Array.from({ length: count }, (_, number) => {
    const confidence = 0.5 + random() / 2;
    return anObservation({
      id: `t${seed}-${number}`,
      at: until - Math.floor(random() * 7 * DAY),
      document: documentFromText(Array.from({ length: 12 }, () => pick(WORDS)).join(' '), 5),
      label: pick(LABELS),
      confidence,
      textLength: 20 + Math.floor(random() * 300),
      unknownRate: random() / 5,
      language: random() < 0.8 ? 'en' : 'de',
    });
  });
}
