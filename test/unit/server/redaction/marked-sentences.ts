// Reads the sentences whose private data is marked, as in "call ⟦phone:0170 1234567⟧", and counts what redaction finds of it.
import { readFileSync } from 'node:fs';
import type { Finding } from '../../../../server/redaction/finding.ts';
import { redact } from '../../../../server/redaction/redact.ts';

const GOLDEN = new URL('../../../golden/', import.meta.url);

/** A sentence without its marks, and where they stood. */
export interface MarkedSentence {
  readonly text: string;
  readonly spans: readonly Finding[];
}

interface GoldenFile {
  readonly private: readonly { readonly text: string }[];
  readonly harmless: readonly { readonly text: string }[];
}

export function readMarkedSentences(name: 'tuning' | 'held-out'): readonly MarkedSentence[] {
  const file: GoldenFile = JSON.parse(readFileSync(new URL(`redaction-${name}.json`, GOLDEN), 'utf8'));
  return [...file.private, ...file.harmless].map(({ text }) => unmark(text));
}

export function unmark(marked: string): MarkedSentence {
  let text = '';
  const spans: Finding[] = [];
  for (const part of marked.split(/(⟦[^⟧]*⟧)/)) {
    const match = /^⟦([a-z-]+):([^⟧]*)⟧$/.exec(part);
    const value = match?.[2] ?? part;
    if (match !== null) {
      const kind = match[1] as Finding['kind'];
      spans.push({ kind, start: text.length, end: text.length + value.length });
    }
    text += value;
  }
  return { text, spans };
}

export interface Score {
  /** Share of marked places found as the right kind with the right letters and digits. */
  readonly recall: number;
  /** Share of found places that are marked so. */
  readonly precision: number;
  /** Share of marked letters and digits that are masked, as whatever kind: what protects people. */
  readonly masked: number;
}

export function scoreRedaction(sentences: readonly MarkedSentence[]): Score {
  let marked = 0;
  let found = 0;
  let right = 0;
  let letters = 0;
  let lettersMasked = 0;
  for (const { text, spans } of sentences) {
    const findings = redact(text).found;
    marked += spans.length;
    found += findings.length;
    right += spans.filter((span) => findings.some((finding) => isSame(text, span, finding))).length;
    for (const span of spans) {
      for (let index = span.start; index < span.end; index += 1) {
        if (!/[\p{L}\p{N}]/u.test(text.charAt(index))) continue;
        letters += 1;
        if (findings.some(({ start, end }) => start <= index && index < end)) lettersMasked += 1;
      }
    }
  }
  return { recall: right / marked, precision: right / found, masked: lettersMasked / letters };
}

// Signs around a value, such as a bracket or a full stop, may be in or out.
function isSame(text: string, one: Finding, other: Finding): boolean {
  return one.kind === other.kind && coreOf(text, one) === coreOf(text, other);
}

function coreOf(text: string, { start, end }: Finding): string {
  return text.slice(start, end).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
