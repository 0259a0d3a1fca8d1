import { describe, expect, it } from '@jest/globals';
import { lessonFrom } from '../../../src/addon/learn.ts';
import type { Label } from '../../../src/core/contract.ts';
import { aSheet, SETTINGS, type SheetBuilder } from '../../builders/sheet.ts';

const LABELS: Label[] = [
  { id: 'network', name: 'Network & VPN', description: '', keywords: [] },
  { id: 'hardware', name: 'Hardware', description: '', keywords: [] },
];
const lesson = (sheet: SheetBuilder) => lessonFrom(sheet.tickets(), SETTINGS, { queue: LABELS });
const taught = (sheet: SheetBuilder) => lesson(sheet).rows.map((row) => row.labels['queue']);

describe('lessonFrom', () => {
  it('learns what a person typed, whatever the case and spaces', () => {
    expect(taught(aSheet().row({ Subject: 'VPN drops', Queue: ' network &  vpn' }))).toEqual(['network']);
  });

  it('learns a suggestion that a person confirmed', () => {
    const sheet = aSheet().suggestion({ Subject: 'VPN drops', Status: 'confirmed' }, 'Network & VPN');
    expect(taught(sheet)).toEqual(['network']);
  });

  it('learns the label that a person put in the place of a suggestion', () => {
    const sheet = aSheet().suggestion({ Subject: 'VPN drops' }, 'Network & VPN').edit(2, 'Queue', 'Hardware');
    expect(taught(sheet)).toEqual(['hardware']);
  });

  it("never learns Usher's own label that nobody has acted on", () => {
    const result = lesson(aSheet().suggestion({ Subject: 'VPN drops' }, 'Network & VPN'));
    expect([result.rows.length, result.ignored]).toEqual([0, 1]);
  });

  it('reports labels that the queues tab does not list', () => {
    const result = lesson(aSheet().row({ Subject: 'Lunch', Queue: 'Cafeteria' }));
    expect([result.rows.length, [...result.unknown]]).toEqual([0, [['Cafeteria', 1]]]);
  });

  it('passes over a labelled row without text', () => {
    expect(taught(aSheet().row({ Queue: 'Hardware' }))).toEqual([]);
  });
});
