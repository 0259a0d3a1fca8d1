// Turns a table of labelled tickets into the rows that a version is made from.
import { documentFromText } from '../../src/core/classifier/document.ts';
import { ticketText } from '../../src/core/ticket.ts';
import type { LabelledRows } from '../lifecycle/labelled-rows.ts';
import { probesOf } from '../lifecycle/probes.ts';
import { createLanguages, UNDETERMINED } from '../triage/language.ts';
import { idsOf, type Table } from './csv.ts';
import { labelledTextsOf, rowFactsOf, ticketTextsOf } from './ticket-columns.ts';

/** Labels in alphabetical order of code units; rows without a label have target −1. The language is the column's, or detected. */
export async function labelledRowsOf(table: Table, seed: number): Promise<LabelledRows> {
  const languages = createLanguages();
  await languages.load();
  const { labels: rowLabels } = labelledTextsOf(table);
  const tickets = ticketTextsOf(table);
  const ids = idsOf(table);
  const labels = [...new Set(rowLabels)].filter((label) => label !== '').sort();
  const numberOf = new Map(labels.map((label, index) => [label, index]));
  return {
    labels,
    documents: tickets.map((ticket) => documentFromText(ticketText(ticket), seed)),
    targets: Int32Array.from(rowLabels, (label) => numberOf.get(label) ?? -1),
    facts: rowFactsOf(table).map(({ receivedAt, channel, language }, row) => ({
      ...{ id: ids[row] ?? '', receivedAt, channel },
      language:
        language === ''
          ? (languages.detect(ticketText(tickets[row] ?? { subject: '', body: '' })) ?? UNDETERMINED)
          : language,
    })),
    probes: tickets.flatMap((ticket, row) => probesOf(row, ticket, seed)),
  };
}
