// The page of health: the sentences that matter now, and bursts of similar tickets, which people confirm, dismiss or close.
import type { Health } from '../core/health-schemas.ts';
import { parseDecision, sendDecision } from './health.ts';
import { type HealthNames, healthParts, outbreakSentence } from './health-lines.ts';
import { refreshHealth } from './health-watch.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { SheetWorld } from './ports.ts';
import { readSettings, requireSettings } from './settings.ts';

export interface HealthView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  /** State in words and sentence; the first is the whole. */
  readonly lines: readonly {
    readonly level: Health['level'];
    readonly state: string;
    readonly text: string;
  }[];
  readonly toDo: readonly string[];
  readonly outbreaks: readonly {
    readonly id: string;
    readonly sentence: string;
    /** Whether a person may still decide. */
    readonly isOpen: boolean;
    readonly isConfirmed: boolean;
    readonly rows: string;
  }[];
}

/** Looks now and shows what was found; the tab is written as well. */
export function healthView(world: SheetWorld): HealthView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    if (!settings) return { ...frame(false), lines: [], toDo: [], outbreaks: [] };
    const { health, names } = refreshHealth(world, settings);
    return viewOf(health, names);
  });
}

/** Sends a person's word on a burst and shows what stands then. */
export function decideBurst(world: SheetWorld, sent: unknown): HealthView {
  return answerPage(world, () => {
    const { id, decision } = parseDecision(sent, messages.badChoice);
    const { health, names } = refreshHealth(world, requireSettings(world.settings), (asking, settings) =>
      sendDecision(asking, settings, id, decision),
    );
    return viewOf(health, names);
  });
}

function viewOf(health: Health, names: HealthNames): HealthView {
  const { states, headings, rows: rowsText } = messages.health;
  const parts = healthParts(health, names);
  const linesOf = (heading: string) => parts.find((part) => part.heading === heading)?.lines ?? [];
  const wrong = parts
    .filter(({ heading }) => ![headings.toDo, headings.outbreaks, headings.confusions, ''].includes(heading))
    .flatMap(({ lines }) => lines)
    .filter(({ level }) => level === 'warn' || level === 'critical');
  return {
    ...frame(true),
    lines: [...linesOf(''), ...wrong].map(({ level, text }) => ({ level, state: states[level], text })),
    toDo: linesOf(headings.toDo).map(({ text }) => text),
    outbreaks: health.outbreaks.map((one) => {
      const rows = names.rowsOf(one.tickets);
      return {
        ...{ id: one.id, sentence: outbreakSentence(one, names) },
        isOpen: one.state === 'proposed' || one.state === 'confirmed',
        isConfirmed: one.state === 'confirmed',
        rows: rows.length === 0 ? '' : rowsText(rows),
      };
    }),
  };
}

function frame(isSetUp: boolean) {
  return { texts: pageTexts, language, isSetUp };
}
