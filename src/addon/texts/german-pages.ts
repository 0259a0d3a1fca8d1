// What dialogs and sidebars show, in German.
import type { PageTexts } from './english-pages.ts';
import { germanFindings } from './german-findings.ts';

export const germanPages: PageTexts = {
  common: {
    working: 'Einen Moment …',
    close: 'Schließen',
    cancel: 'Abbrechen',
    notSetUp:
      'Diese Tabelle ist noch nicht eingerichtet. Schließen Sie dies und wählen Sie Usher ▸ Einrichten.',
  },
  setUp: {
    title: 'Usher einrichten',
    intro:
      'Usher hat sich dieses Blatt angesehen. Wenn die drei Zeilen unten stimmen, drücken Sie „Einrichten“.',
    sheet: 'Blatt mit den Tickets',
    subject: 'Betreff',
    body: 'Text',
    queue: 'Warteschlangen kommen in',
    newColumn: 'eine neue Spalte „Queue“',
    none: 'keine',
    preview: 'Die ersten Zeilen, wie Usher sie liest',
    noRows: 'Dieses Blatt hat noch keine Zeilen unter der Kopfzeile.',
    from: 'Warteschlangen stammen aus',
    fromTab: 'dem Blatt „Usher queues“: {count}',
    fromColumn: 'den Werten der Spalte „{column}“: {count} ({names})',
    fromStarter: 'einer Anfangsauswahl, die Sie ändern können: {names}',
    also: 'Auch ausfüllen',
    alsoColumn: '{column}: {count} Werte ({names})',
    copied: 'Diese Tabelle ist eine Kopie einer, die Usher kennt',
    newDesk: 'Sie bekommt einen eigenen Desk; das Original und was dort gelernt wurde bleiben getrennt',
    sameDesk:
      'Sie arbeitet mit demselben Desk weiter; jedes Ticket hier bekommt eine neue Nummer, damit sich beide nie begegnen',
    target:
      'Versprechen: Von den Tickets, die ohne einen Menschen weitergeleitet werden, ist mindestens dieser Anteil richtig',
    submit: 'Einrichten',
    again: 'Speichern',
  },
  review: {
    title: 'Prüfen',
    count: '{count} zu prüfen',
    row: 'Zeile {row}',
    audit: 'Blindprobe: Bitte wählen Sie ohne einen Vorschlag.',
    confidence: '{percent} % sicher.',
    confirm: '{label} (Vorschlag)',
    skip: 'Überspringen',
    keys: 'Tasten: 1 bis 9 wählen, Eingabe bestätigt den Vorschlag, s überspringt.',
    nothing: 'Nichts wartet auf eine Prüfung.',
    confirmed: '{label}: bestätigt.',
    saved: '{label}: gespeichert.',
  },
  run: {
    title: 'Einsortieren',
    what: 'Welche Zeilen',
    new: 'Neue Zeilen ({rows})',
    selected: 'Markierte Zeilen ({rows})',
    fromHere: 'Ab der markierten Zeile ({rows})',
    all: 'Alle Zeilen, die kein Mensch entschieden hat ({rows})',
    estimate:
      '{rows} Zeilen: etwa {minutes} min und {requests} Anfragen. Von den heutigen Anfragen sind noch etwa {left} übrig.',
    none: 'In diesen Zeilen gibt es nichts zu tun.',
    start: 'Starten',
    again: 'Neu ansehen',
    goOn: 'Jetzt weitermachen',
    paused: 'Ein Lauf wurde unterbrochen; „Jetzt weitermachen“ setzt ihn fort.',
    active: 'In dieser Tabelle ist gerade ein Lauf an der Arbeit.',
    stop: 'Anhalten',
    stopping: 'Hält an, sobald geschrieben ist, was in Arbeit ist …',
    progress: '{done} von {total} Zeilen',
  },
  settings: {
    title: 'Usher: Einstellungen',
    readFrom: 'Tickets werden gelesen aus',
    writesTo: 'Warteschlangen stehen in',
    desk: 'Desk',
    server: 'Server',
    lastRun: 'Letzter Lauf',
    never: 'noch keiner',
    hourly: 'Neue Zeilen jede Stunde einsortieren, auch wenn niemand die Tabelle geöffnet hat',
    target:
      'Versprechen: Mindestens dieser Anteil dessen, was ohne einen Menschen weitergeleitet wird, ist richtig',
    members:
      'Wer zum Desk gehört, entscheidet der Server: Dort nimmt ein Eigentümer Menschen über ihre Mailadresse auf.',
  },
  findings: germanFindings,
};
