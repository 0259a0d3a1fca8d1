// What the add-on says in German about a desk that changes: queues renamed, merged or retired, fields bound, a spreadsheet copied.
import type { Messages } from './english.ts';
import type { englishDesk } from './english-desk.ts';
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('de');

export const germanDesk: Pick<Messages, keyof typeof englishDesk> = {
  mergeNote:
    'Tragen Sie hier den Namen einer anderen Warteschlange ein, um diese mit ihr zusammenzulegen: Ihre Tickets, was über sie gelernt wurde und ihre Stichproben zählen dann dort. Der Modus „retired“ legt eine Warteschlange still. Wählen Sie danach Usher ▸ Änderungen an Warteschlangen übernehmen.',
  neverMissedNote:
    'yes: Ein Ticket mit diesem Wert prüft immer ein Mensch, was auch versprochen ist. Wählen Sie danach Usher ▸ Änderungen an Warteschlangen übernehmen; no nimmt es zurück.',
  modesRefused: (queues) =>
    `Nicht bewiesen, deshalb vorgeschlagen und nicht weitergeleitet: ${queues.join(', ')}. Setzen Sie auto noch einmal, sobald im Blatt „Proven“ steht.`,
  modesPutBack: (queues) =>
    `Im Blatt „Usher queues“ war der Modus von ${queues.join(', ')} nicht der geltende und wurde zurückgesetzt. Wer leitet, ändert Modi mit Usher ▸ Änderungen an Warteschlangen übernehmen.`,
  mergeUnknown: (name, target) =>
    `Das Blatt „Usher queues“ legt „${name}“ mit „${target}“ zusammen, was dort keine andere Warteschlange ist. Nichts wurde geändert. Tragen Sie den Namen ein, wie er im Blatt steht, oder leeren Sie die Zelle, und versuchen Sie es noch einmal.`,
  cellsRenamed: (rows) => `${count(rows, 'Zeile trägt', 'Zeilen tragen')} jetzt den neuen Namen.`,
  nothingToArm: 'Keine Warteschlange wurde zurückgenommen, also ist nichts wieder zu erlauben.',
  armed: (queue) =>
    `${queue}: durch die Stichproben seither wieder bewiesen; wird ab jetzt allein weitergeleitet.`,
  notArmed: (queue, reason) =>
    `${queue}: noch nicht. ${reason} Bis dahin bleibt es bei Vorschlägen. Beurteilen Sie weiter die Stichproben unter Usher ▸ Prüfen und versuchen Sie es noch einmal.`,
  selectToArm: (queues) =>
    `Mehrere Warteschlangen wurden zurückgenommen: ${queues.join(', ')}. Nichts wurde geändert. Markieren Sie ihre Zeilen im Blatt „Usher queues“ und versuchen Sie es noch einmal.`,
  noValues: (header) =>
    `Die Spalte „${header}“ hat noch keine Werte oder zu viele verschiedene, deshalb ist nicht bekannt, was dort hineingehört. Nichts wurde geändert. Tragen Sie in einigen Zeilen etwas ein, oder lassen Sie die Spalte weg, und wählen Sie noch einmal Usher ▸ Einrichten.`,
  copied:
    'Diese Tabelle ist die Kopie einer, die Usher kennt. Nichts wurde geändert, denn beide dürfen nicht dieselben Tickets führen; das Original bleibt, wie es ist. Wählen Sie Usher ▸ Einrichten und dort, ob die Kopie einen eigenen Desk bekommt oder mit demselben weiterarbeitet.',
};
