// The page of models in German.
import type { englishModels } from './english-models.ts';

export const germanModels: { readonly [Key in keyof typeof englishModels]: string } = {
  title: 'Modelle',
  none: 'Noch kein Modell. Ordnen Sie einige Tickets zu und wählen Sie Usher ▸ Aus dieser Tabelle lernen.',
  serving: 'Im Einsatz',
  before: 'Das vorige',
  coming: 'Auf dem Weg in den Einsatz',
  kept: 'Aufbewahrt',
  tested:
    'Gelernt am {time} aus {rows} Tickets; bei {share} der Tickets, die es nicht kannte, lag es richtig.',
  untested: 'Gelernt am {time} aus {rows} Tickets; zu wenige, um es zu prüfen.',
  shadow:
    'Es läuft neben dem Modell im Einsatz mit und beantwortet nichts; noch {needed} Tickets bis zum nächsten Schritt.',
  canary:
    'Es beantwortet {share} der Tickets (Schritt {step} von {steps}); noch {needed} davon bis zum nächsten Schritt.',
  alike: 'Beide sagten bei {agreed} von {tickets} Tickets dasselbe.',
  ready: 'Alle Schritte sind bestanden. Eine leitende Person kann es jetzt einsetzen.',
  goBack: 'Zu diesem zurückkehren',
  serve: 'Jetzt einsetzen',
  giveUp: 'Verwerfen',
  changed: 'Erledigt. Neue Tickets beantwortet das Modell, das jetzt im Einsatz ist.',
  gates: 'Was ein neues Modell erreichen muss',
  gatesIntro:
    'Ein Modell, das zu schwach ist, wird mit Begründung abgelehnt, und das jetzige bleibt. Strengere Vorgaben lassen ein neues Modell außerdem erst neben dem alten mitlaufen.',
  'new-desk': 'Neuer Desk: nachsichtig, solange es wenige Zuordnungen gibt',
  steady: 'Eingespielt: für einen Desk, dessen Warteschlangen feststehen',
  strict: 'Streng: viele Tickets, das letzte Wort hat ein Mensch',
  own: 'Eine eigene Vorgabendatei',
  gatesSaved: 'Gespeichert. Das nächste Lernen wird daran gemessen.',
};
