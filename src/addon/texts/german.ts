// Everything the add-on says to people, in German. Statuses, modes and tab names stay as they stand in the sheet.
import type { Messages } from './english.ts';
import { germanDesk } from './german-desk.ts';
import { germanGoals } from './german-goals.ts';
import { germanHealth } from './german-health.ts';
import { germanMail } from './german-mail.ts';
import { germanSchedule } from './german-schedule.ts';
import { germanSignals } from './german-signals.ts';
import { germanTroubles } from './german-troubles.ts';
import { numbersIn } from './number-text.ts';

const { count, dollars, number, percent } = numbersIn('de');

function quoted(things: readonly string[], between = ', '): string {
  return things.map((thing) => `„${thing}“`).join(between);
}

/** What the proxy refuses, by code, since it gives its own sentence in English only. */
const REFUSALS: Readonly<Record<string, string>> = {
  not_found:
    'Diesen Desk gibt es nicht, oder Sie gehören ihm nicht an. Nichts wurde geändert. Bitten Sie einen Eigentümer des Desks, Sie aufzunehmen.',
  conflict:
    'Jemand anderes hat gleichzeitig dasselbe geändert. Nichts wurde geändert. Versuchen Sie es noch einmal.',
  too_many_tickets:
    'Es waren zu viele Tickets auf einmal. Nichts ging verloren. Versuchen Sie es mit weniger Zeilen.',
  overloaded:
    'Der Usher-Server hat gerade zu viel zu tun. Nichts ging verloren. Versuchen Sie es in einer Minute noch einmal.',
  deadline_passed:
    'Die Zeit reichte nicht für eine Antwort. Nichts ging verloren. Versuchen Sie es noch einmal.',
  ticket_invalid:
    'Dieses Ticket konnte nicht gelesen werden. Kürzen oder ändern Sie den Text und sortieren Sie die Zeile erneut ein.',
  ticket_empty: 'In dieser Zeile steht kein Text.',
  no_model:
    'Der Desk hat noch nichts gelernt. Nichts wurde geändert. Tragen Sie bei einigen Zeilen die Warteschlange ein und wählen Sie Usher ▸ Aus dieser Tabelle lernen.',
  no_labels:
    'Der Desk hat noch keine Warteschlangen. Nichts wurde geändert. Ergänzen Sie das Blatt „Usher queues“.',
  too_few_examples:
    'Zum Lernen gibt es zu wenige Beispiele. Das jetzige Modell bleibt. Tragen Sie bei mehr Zeilen die Warteschlange ein und lernen Sie erneut.',
  session_expired:
    'Das Lernen hat zu lange gedauert. Das jetzige Modell bleibt. Wählen Sie Usher ▸ Aus dieser Tabelle lernen noch einmal.',
  backend_failed:
    'Das Modell hat nicht geantwortet. Nichts ging verloren. Versuchen Sie es in einigen Minuten noch einmal.',
};

export const german: Messages = {
  ...germanDesk,
  ...germanGoals,
  ...germanSchedule,
  ...germanSignals,
  health: germanHealth,
  title: 'Usher',
  modeNote:
    'off: Usher sagt nichts. monitor: Usher entscheidet und protokolliert, schreibt aber keine Warteschlange. suggest: ein Mensch entscheidet. auto: Usher leitet allein weiter, ab der Sicherheit, die das Versprechen erlaubt; abgelehnt, wo nichts bewiesen ist.',
  promiseNote:
    'Hier schreibt Usher nach jedem Lernen, was Ihre geprüften Tickets für diese Warteschlange beweisen. Jedes Lernen ist ein Test für sich, und hin und wieder beweist das Glück eine Warteschlange, die es nicht sein sollte: umso öfter, je öfter Sie lernen. Die Stichproben decken das auf.',
  promiseKept: (target, proven, queues, share) =>
    `Versprechen ${percent(target)}: bewiesen für ${number(proven)} von ${count(queues, 'Warteschlange', 'Warteschlangen')}; etwa ${percent(share)} der Tickets könnten ohne einen Menschen weitergeleitet werden. Mehr dazu steht im Blatt „Usher queues“; dort schaltet der Modus auto es für eine Warteschlange ein.`,
  promiseNotYet: (target, nearest) =>
    `Versprechen ${percent(target)}: noch für keine Warteschlange bewiesen, deshalb bleibt alles ein Vorschlag. ${nearest}`,
  promiseTripped: (sentence) => `Zurückgenommen: ${sentence}`,
  queuesEdited: 'Wählen Sie Usher ▸ Änderungen an Warteschlangen übernehmen, wenn die Liste stimmt.',
  queuesSent: (queues) =>
    `${count(queues, 'Warteschlange gilt', 'Warteschlangen gelten')} jetzt so, wie das Blatt es sagt; wo ein Modus abgelehnt wurde, steht der Grund dort.`,
  nothingToUndo:
    'Es gibt keinen Lauf zum Rückgängigmachen: Jeder Lauf im Blatt „Usher runs“ ist schon zurückgenommen, oder das Blatt fehlt. Nichts wurde geändert. Um einzelne Werte zu ändern, tragen Sie neue ein.',
  undone: (rows, kept) =>
    `${count(rows, 'Zeile ist', 'Zeilen sind')} wieder wie vor dem Lauf.${kept > 0 ? ` ${count(kept, 'Zeile, die seither jemand bearbeitet hat, blieb', 'Zeilen, die seither jemand bearbeitet hat, blieben')}, wie ${kept === 1 ? 'sie ist' : 'sie sind'}.` : ''}`,
  nothingNew: 'Nichts zu tun: Jede Zeile ist schon einsortiert oder von einem Menschen entschieden.',
  nothingSelected:
    'Keine der markierten Zeilen ist offen: Sie sind leer oder von einem Menschen entschieden. Nichts wurde geändert. Markieren Sie offene Zeilen und versuchen Sie es noch einmal.',
  emptySheet: (sheet) =>
    `Das Blatt „${sheet}“ hat keine Zeilen unter der Kopfzeile. Tragen Sie Tickets ein, eines je Zeile, mit Überschriften wie Betreff und Beschreibung in Zeile 1, und wählen Sie dann Usher ▸ Einrichten. Nichts wurde geändert.`,
  noTextColumns: (headers) =>
    `Keine Spalte dieses Blatts sieht nach dem Text eines Tickets aus. Gefunden: ${headers.length === 0 ? 'keine Überschrift in Zeile 1' : quoted(headers)}. Nennen Sie eine Spalte in Zeile 1 Betreff oder Beschreibung und wählen Sie noch einmal Usher ▸ Einrichten. Nichts wurde geändert.`,
  noQueues:
    'Es gibt noch keine Warteschlangen. Das Blatt „Usher queues“ steht bereit: Tragen Sie je Zeile eine Warteschlange ein, mit einem Satz, was hineingehört, und wählen Sie dann noch einmal Usher ▸ Einrichten. Das Ticketblatt ist unverändert.',
  queueNameTwice: (name) =>
    `Im Blatt „Usher queues“ steht „${name}“ zweimal. Behalten Sie eine der beiden Zeilen und versuchen Sie es noch einmal. Nichts wurde geändert.`,
  setUpDone: (columns, queues) =>
    `Fertig. Tickets werden aus ${columns} gelesen; ${count(queues, 'Warteschlange', 'Warteschlangen')} im Blatt „Usher queues“. Weiter: Usher ▸ Aus dieser Tabelle lernen, falls einige Zeilen schon eine Warteschlange haben, und dann Usher ▸ Neue Zeilen einsortieren.`,
  busy: 'Jemand anderes lässt Usher in dieser Tabelle gerade laufen. Nichts wurde geändert. Versuchen Sie es in einer Minute noch einmal.',
  noText: 'In dieser Zeile steht kein Text.',
  lostRows: (rows) =>
    `${count(rows, 'Zeile wurde', 'Zeilen wurden')} inzwischen gelöscht oder von einem Menschen entschieden und ${rows === 1 ? 'blieb, wie sie ist' : 'blieben, wie sie sind'}.`,
  notSent: (rows, reason) =>
    `${count(rows, 'Zeile konnte', 'Zeilen konnten')} nicht gesendet werden: ${reason} Diese Zeilen sind unverändert; der nächste Lauf nimmt sie mit.`,
  outOfTime: (rows) =>
    `${count(rows, 'Zeile bleibt', 'Zeilen bleiben')} für den nächsten Lauf, weil Google einen Lauf nach sechs Minuten beendet; was fertig ist, bleibt. Wählen Sie Usher ▸ Neue Zeilen einsortieren, um weiterzumachen; nach einem Lauf über neue Zeilen macht Usher in einer Minute auch von selbst weiter.`,
  unsettled: (cells) =>
    `${count(cells, 'Zelle konnte', 'Zellen konnten')} nicht zu Ende geprüft werden, weil das Blatt gerade umgestellt wurde; was Menschen eingetragen haben, bleibt. Wählen Sie Usher ▸ Neue Zeilen einsortieren, sobald es ruht.`,
  displaced: (cells) =>
    `${count(cells, 'Zelle', 'Zellen')} in einem geschützten Bereich ${cells === 1 ? 'enthält' : 'enthalten'}, was zu einer anderen Zeile gehört, weil Zeilen umgestellt wurden, während Usher schrieb; was Menschen eingetragen haben, bleibt. Heben Sie den Schutz von Ushers Spalten auf oder lassen Sie den Eigentümer Usher ausführen und wählen Sie Usher ▸ Neue Zeilen einsortieren: Jeder Wert kommt wieder in seine eigene Zeile.`,
  paid: (usd) => `Das bezahlte Modell kostete ${dollars(usd)} US-Dollar.`,
  runDone: (rows, assigned, review, undecided) =>
    `${count(rows, 'Zeile', 'Zeilen')} einsortiert: ${[
      assigned > 0 ? `${number(assigned)} zugewiesen` : '',
      review > 0 ? `${number(review)} mit einem Vorschlag zum Prüfen` : '',
      undecided > 0 ? `${number(undecided)} ohne passende Warteschlange` : '',
    ]
      .filter((part) => part !== '')
      .join(', ')}.`,
  skippedRows: (rows) =>
    `${count(rows, 'Zeile hat keinen Text und wurde', 'Zeilen haben keinen Text und wurden')} übersprungen.`,
  failedRows: (rows) =>
    `${count(rows, 'Zeile ist', 'Zeilen sind')} fehlgeschlagen; der Grund steht in jeder Zeile.`,
  noExamples:
    'Keine Zeile hat eine Warteschlange, die ein Mensch eingetragen, bestätigt oder berichtigt hat. Es gibt also nichts zu lernen, und das jetzige Modell bleibt. Tragen Sie bei einigen Zeilen die Warteschlange ein (20 je Warteschlange sind ein guter Anfang) und wählen Sie Usher ▸ Aus dieser Tabelle lernen.',
  unknownLabels: (names, rows) =>
    `${count(rows, 'Zeile hat eine Warteschlange, die', 'Zeilen haben Warteschlangen, die')} im Blatt „Usher queues“ nicht ${rows === 1 ? 'steht' : 'stehen'} (${quoted(names)}), und ${rows === 1 ? 'wurde' : 'wurden'} ausgelassen. Ergänzen Sie sie dort oder berichtigen Sie die Zellen, und lernen Sie noch einmal.`,
  learned: (field, rows, measured, accuracy) =>
    accuracy === null
      ? `${field}: aus ${count(rows, 'Zeile', 'Zeilen')} gelernt. Zum Prüfen waren es zu wenige; nehmen Sie die ersten Vorschläge mit Vorsicht.`
      : `${field}: aus ${count(rows, 'Zeile', 'Zeilen')} gelernt. Geprüft an ${count(measured, 'Zeile', 'Zeilen')}, die beim Lernen nicht dabei ${measured === 1 ? 'war' : 'waren'}: ${percent(accuracy)} richtig.`,
  weakLabels: (names) =>
    `Am schwersten zu erkennen: ${names.join(', ')}. Mehr Beispiele und eine klarere Beschreibung helfen.`,
  ignoredSuggestions: (rows) =>
    `Aus ${count(rows, 'Vorschlag, den', 'Vorschlägen, die')} niemand bestätigt oder berichtigt hat, wurde nicht gelernt.`,
  noDesk:
    'Sie gehören noch keinem Desk an, deshalb wurde nichts gesendet. Bitten Sie eine Leitung, eine Tabelle mit Usher einzurichten und Sie aufzunehmen.',
  severalDesks: (names) =>
    `Sie gehören mehreren Desks an (${names.join(', ')}), und noch ist keiner gewählt, deshalb wurde nichts gesendet. Wählen Sie einen auf der Startkarte von Usher.`,
  unexpected: (runId) =>
    `In Usher ist etwas schiefgegangen. Fertige Zeilen sind geschrieben, die übrigen unverändert. Versuchen Sie es noch einmal; wenn es wieder geschieht, nennen Sie Ihrer Administration diese Nummer: ${runId}.`,
  unreachable:
    'Der Usher-Server war nicht zu erreichen. Nichts ging verloren. Prüfen Sie, ob er läuft, oder versuchen Sie es in einigen Minuten noch einmal.',
  unexpectedAnswer:
    'Der Usher-Server hat etwas geantwortet, das dieses Add-on nicht versteht. Nichts davon wurde übernommen. Add-on und Server haben vielleicht verschiedene Versionen: Bitten Sie Ihre Administration, beide neu bereitzustellen.',
  signedOut:
    'Der Usher-Server hat Ihre Anmeldung nicht angenommen (401). Nichts wurde geändert. Schließen und öffnen Sie die Tabelle; bleibt es dabei, bitten Sie Ihre Administration um Usher ▸ Installation prüfen.',
  forbidden:
    'Das dürfen Sie auf diesem Desk nicht (403). Nichts wurde geändert. Bitten Sie einen Eigentümer des Desks, Sie aufzunehmen.',
  tooLarge:
    'Eine Anfrage war größer, als der Usher-Server erlaubt (413). Nichts ging verloren. Kürzen Sie die längsten Texte oder bitten Sie Ihre Administration, die Grenze anzuheben.',
  tooMany:
    'Der Usher-Server bekommt gerade mehr Anfragen, als er erlaubt (429). Nichts ging verloren. Versuchen Sie es in einer Minute noch einmal.',
  serverFailed: (status) =>
    `Der Usher-Server ist gescheitert (${status}). Nichts ging verloren. Versuchen Sie es in einigen Minuten noch einmal.`,
  menu: {
    triageNew: 'Neue Zeilen einsortieren',
    triageSelected: 'Markierte Zeilen einsortieren',
    run: 'Zeilen zum Einsortieren wählen',
    review: 'Prüfen',
    learn: 'Aus dieser Tabelle lernen',
    findings: 'Ziele und Befunde',
    health: 'Zustand',
    models: 'Modelle',
    applyQueues: 'Änderungen an Warteschlangen übernehmen',
    arm: 'Warteschlangen wieder allein leiten lassen',
    undo: 'Letzten Lauf rückgängig machen',
    setUp: 'Einrichten',
    settings: 'Einstellungen',
    doctor: 'Installation prüfen',
  },
  functionsWait: (reason) =>
    `Die Funktionen =USHER() und =USHER_WHY() arbeiten mit ihrem bisherigen Modell weiter: ${reason} Wählen Sie noch einmal Usher ▸ Aus dieser Tabelle lernen, um ihnen das neue zu geben.`,
  cells: {
    noModel:
      'In dieser Tabelle ist noch kein Modell. Wählen Sie Usher ▸ Aus dieser Tabelle lernen und kommen Sie dann zurück.',
    brokenModel:
      'Das Modell im ausgeblendeten Blatt „Usher model“ ist beschädigt. Wählen Sie Usher ▸ Aus dieser Tabelle lernen, um es neu zu schreiben.',
    noField: (field, known) => `Über „${field}“ sagt Usher hier nichts. Möglich ist: ${known.join(', ')}.`,
    tooManyRows: (rows, most) =>
      `${count(rows, 'Zeile ist', 'Zeilen sind')} zu viel für eine Formel. Nehmen Sie mehrere Formeln mit höchstens ${number(most)} Zeilen.`,
    unknownWords: 'Das Modell kennt keines der Wörter in diesem Text, deshalb sagt Usher nichts.',
    because: (words, label, other) =>
      `${quoted(words)} ${words.length === 1 ? 'spricht' : 'sprechen'} eher für ${label} als für ${other}.`,
    common: (label, other) =>
      `Kein einzelnes Wort gibt den Ausschlag; ${label} passt etwas besser als ${other}.`,
  },
  stopped: (rows) =>
    `Angehalten; ${count(rows, 'Zeile ist', 'Zeilen sind')} noch offen, und was fertig ist, bleibt. Wählen Sie Usher ▸ Neue Zeilen einsortieren, um weiterzumachen.`,
  reviewGone:
    'Diese Zeile wurde inzwischen gelöscht, geändert oder von jemand anderem entschieden. Sie bleibt, wie sie ist. Prüfen Sie die nächste, oder wählen Sie noch einmal Usher ▸ Prüfen.',
  reviewUnknown: (label) =>
    `Im Blatt „Usher queues“ steht „${label}“ nicht mehr. Die Zeile bleibt, wie sie war. Wählen Sie eine andere Warteschlange oder ergänzen Sie sie dort.`,
  targetSaved: (target) =>
    `Der Desk verspricht jetzt ${percent(target)}. Wählen Sie Usher ▸ Aus dieser Tabelle lernen, um es neu zu beweisen.`,
  doctor: {
    title: 'Prüfung der Installation',
    setUp: 'Diese Tabelle ist eingerichtet.',
    scopes: (n) =>
      `Das Manifest nennt die ${count(n, 'Berechtigung', 'Berechtigungen')}, die Usher braucht, und keine andere.`,
    scopesMissing: (scopes) =>
      `Dem Manifest fehlen Berechtigungen, die Usher braucht: ${scopes.join(', ')}. Bauen und übertragen Sie neu mit „npm run build“ und „npm run clasp -- push“.`,
    scopesUnused: (scopes) =>
      `Das Manifest nennt Berechtigungen, die Usher hier nicht braucht: ${scopes.join(', ')}. Nehmen Sie sie aus appsscript.json, bauen und übertragen Sie neu.`,
    consent: 'Sie haben Google allen zugestimmt.',
    consentMissing:
      'Sie haben Google noch nicht allen zugestimmt. Wählen Sie einen Punkt im Menü Usher und stimmen Sie dem zu, was Google fragt.',
    allowlist: (origin) => `Das Manifest erlaubt Anfragen an ${origin}.`,
    allowlistMissing: (origin) =>
      `Das Manifest erlaubt keine Anfragen an ${origin}. Führen Sie „npm run -s usher -- init --proxy ${origin}“ aus, bauen und übertragen Sie neu.`,
    token: (audience, domain) =>
      `Google meldet Sie mit der Audience ${audience} an (Workspace-Domäne ${domain}). USHER_AUDIENCES des Servers und die Custom Audiences von Cloud Run müssen genau diese enthalten.`,
    noToken:
      'Google hat kein Identitätstoken gegeben. Das Manifest braucht die Berechtigung „openid“; verbinden Sie das Skript mit einem Google-Cloud-Standardprojekt, übertragen Sie neu und stimmen Sie neu zu.',
    answers: (origin) => `Der Server ${origin} antwortet und kennt Sie.`,
    refuses: (status) =>
      `Der Server lehnt Ihre Anmeldung ab (${status}). Tragen Sie die Audience von oben bei Cloud Run ein (gcloud run services update SERVICE --add-custom-audiences=AUDIENCE) und in USHER_AUDIENCES, Ihre Adresse oder @Domäne in USHER_CALLERS, und geben Sie Ihrer Gruppe die Rolle roles/run.invoker.`,
    unreachable: (origin) =>
      `Der Server ${origin} war nicht zu erreichen. Prüfen Sie, ob er bereitgestellt ist und ob die Administration Ihrer Organisation UrlFetch zu dieser Adresse erlaubt.`,
    answersOddly: (status, origin) =>
      `${origin} hat ${status} geantwortet. Prüfen Sie, ob unter dieser Adresse der Usher-Server läuft, und lesen Sie sein Protokoll.`,
    triggers: (minutes) =>
      `Änderungen durch Menschen werden gesehen, sobald sie geschehen. ${minutes === 0 ? 'Kein Zeitplan ist eingeschaltet.' : `Der Zeitplan läuft alle ${count(minutes, 'Minute', 'Minuten')}.`}`,
    triggersWrong:
      'Ein Trigger fehlt, ist tot oder doppelt. Wählen Sie Usher ▸ Einstellungen und drücken Sie dort „Reparieren“.',
    noTrigger:
      'Der Trigger, der Änderungen von Menschen sieht, fehlt; der nächste Lauf findet sie trotzdem. Wählen Sie Usher ▸ Einrichten, um ihn wieder anzulegen.',
  },
  starter: {
    access: 'Zugang und Konten',
    hardware: 'Geräte',
    software: 'Programme',
    network: 'Netzwerk',
    other: 'Sonstiges',
  },
  badChoice:
    'Was die Seite geschickt hat, war nicht zu lesen. Nichts wurde geändert. Schließen Sie die Seite und wählen Sie ihren Menüpunkt noch einmal.',
  settingsUnreadable:
    'Die Einstellungen dieser Tabelle lassen sich nicht lesen. Nichts wurde geändert. Wählen Sie Usher ▸ Einrichten, um sie neu anzulegen; Warteschlangen und Ergebnisse bleiben.',
  notSetUp:
    'Diese Tabelle ist noch nicht eingerichtet, deshalb wurde nichts getan. Wählen Sie zuerst Usher ▸ Einrichten.',
  columnsGone: (headers) =>
    `Dem Ticketblatt fehlt jetzt ${headers.length === 1 ? 'die Spalte' : 'die Spalten'} ${quoted(headers)}. Nichts wurde geändert. Setzen Sie die Überschrift wieder ein oder wählen Sie Usher ▸ Einrichten.`,
  troubles: germanTroubles,
  statusNote:
    'Hier schreibt Usher. assigned: zugewiesen. needs review: bitte prüfen. confirmed: bestätigt. corrected: berichtigt. skipped: übersprungen. failed: fehlgeschlagen. Setzen Sie eine Zeile auf „confirmed“, um den Vorschlag zu behalten. Die Warteschlangen stehen in „Usher queues“.',
  listOf: (things) => quoted(things, ' und '),
  refused: (code, sentence) => REFUSALS[code] ?? sentence,
  mail: germanMail,
};
