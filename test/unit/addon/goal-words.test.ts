import { afterEach, describe, expect, it } from '@jest/globals';
import { messages, speakFor } from '../../../src/addon/messages.ts';

const routed = { value: 0.42, low: 0.38, high: 0.46, n: 1_200, asked: 0.25 };
const saved = { value: 94.5, low: null, high: null, n: 504, asked: 30 };

describe('a goal in words', () => {
  afterEach(() => speakFor('en'));

  it.each([
    ['en', '42 % of 1,200 tickets (surely between 38 % and 46 %).', 'Wanted: at least 25 %.'],
    ['de', '42 % von 1.200 Tickets (sicher zwischen 38 % und 46 %).', 'Gewünscht: mindestens 25 %.'],
  ])('tells figure, count, interval and what is wanted: %s', (locale, today, asked) => {
    speakFor(locale);
    expect(messages.goals.routed.today(routed)).toBe(today);
    expect(messages.goals.routed.asked(routed.asked)).toBe(asked);
  });

  it('tells no interval of what is a sum', () => {
    expect(messages.goals.minutes.today(saved)).toBe('About 95, from 504 tickets in four weeks.');
  });

  it('says what is missing where nothing can be said of the cost', () => {
    expect(messages.goals.cost.unknown(0)).toMatch(/No ticket/);
    expect(messages.goals.cost.unknown(3)).toMatch(/paid service/);
  });
});
