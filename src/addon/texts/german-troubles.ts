// Was auf Deutsch gesagt wird, wenn das Blatt selbst im Weg steht.
import type { Troubles } from './english.ts';
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('de');

export const germanTroubles: Troubles = {
  rowsFromFormula: (cell) =>
    `Die Tickets dieses Blatts kommen aus der Formel in ${cell}. Ändert sich deren Quelle, verschieben sich die Zeilen, die Spalten von Usher aber nicht; Warteschlangen stünden dann neben falschen Tickets. Nichts wurde geschrieben. Wählen Sie Usher ▸ Einrichten in dem Blatt, aus dem die Formel liest, oder fügen Sie die Tickets als Werte (Bearbeiten ▸ Inhalte einfügen ▸ Nur Werte) in ein eigenes Blatt ein.`,
  protectedCells: (sheet) =>
    `Google ließ Usher nicht in das Blatt „${sheet}“ schreiben, weil einige Zellen geschützt sind. Was vorher geschrieben wurde, bleibt; die Werte von Menschen sind unverändert. Bitten Sie die Person, die diese Zellen schützt, Ihnen die Spalten von Usher und die Spalte mit der Warteschlange freizugeben, und wählen Sie dann Usher ▸ Neue Zeilen einsortieren.`,
  stuckCell:
    'Eine Zelle dieser Zeile nimmt keinen Wert an, weil sie verbunden oder geschützt ist. Heben Sie das auf und sortieren Sie die Zeile neu ein.',
  stuckRows: (rows) =>
    `${count(rows, 'Zeile wurde', 'Zeilen wurden')} ausgelassen, weil verbundene oder geschützte Zellen keinen Wert annehmen; die Werte von Menschen bleiben. Heben Sie die Verbindung auf (Format ▸ Zellen verbinden) oder bitten Sie um Zugriff, und wählen Sie dann Usher ▸ Markierte Zeilen einsortieren.`,
  putBack: (cells) =>
    `${count(cells.length, 'Wert, der', 'Werte, die')} gerade eingetippt ${cells.length === 1 ? 'wurde, steht' : 'wurden, stehen'} wieder da: ${cells.join(', ')}.`,
  toCheck: (cells) =>
    `Mehrere Zellen wurden auf einmal eingefügt, und Google sagt nicht, was. Was dort gefunden wurde, bleibt; bitte prüfen Sie ${cells.join(', ')}.`,
  overwritten: (cells) =>
    `Während Usher schrieb, wurden Spalten verschoben, und der Lauf brach ab: In Ihren eigenen Spalten können Werte von Usher stehen. Was jetzt dort steht, bleibt; bitte prüfen Sie ${cells.join(', ')}. Datei ▸ Versionsverlauf zeigt, was vorher dort stand; das Blatt „Usher runs“ nennt jede Zelle.`,
  cellInRow: (header, row) => `${header} in Zeile ${row}`,
  columnsMoved:
    'Während Usher Kennungen vergab, wurden Spalten verschoben. Alles bleibt an seinem Platz. Wählen Sie Usher ▸ Neue Zeilen einsortieren noch einmal, sobald das Blatt ruht.',
};
