// The tab and the page of health in German.
import type { englishHealth, OutbreakText } from './english-health.ts';
import { numbersIn } from './number-text.ts';

const { number, count, percent } = numbersIn('de');

export const germanHealth: typeof englishHealth = {
  title: 'Zustand',
  header: ['Stand', 'Was', 'Wie es berechnet wird'],
  states: { ok: 'gut', info: 'Hinweis', warn: 'ansehen', critical: 'handeln', 'not-enough-data': 'zu wenig' },
  overall: (level: string, points: number) => {
    if (level === 'not-enough-data')
      return 'Es gibt zu wenige Daten, um zu sagen, ob man sich auf die Zuordnung verlassen kann.';
    if (level === 'critical')
      return `Sehen Sie sich ${count(points, 'Punkt', 'Punkte')} unten an, bevor Sie sich heute auf die Zuordnung verlassen.`;
    if (level === 'warn')
      return `Die Zuordnung läuft; ${count(points, 'Punkt ist', 'Punkte sind')} einen Blick wert.`;
    return 'Auf die Zuordnung ist heute Verlass.';
  },
  howOverall: (time: string) => `Der schlechteste aller Punkte unten, Stand ${time}.`,
  routing: (routing: number, queues: number) =>
    routing === 0
      ? `Keine von ${number(queues)} Warteschlangen wird allein bedient; Usher schlägt vor.`
      : `${number(routing)} von ${count(queues, 'Warteschlange', 'Warteschlangen')} ${routing === 1 ? 'wird' : 'werden'} allein bedient.`,
  howRouting: 'Warteschlangen im Modus auto, deren Zusage belegt ist und nicht zurückgenommen wurde.',
  checked: (n: number, right: number, low: number, high: number, target: number | null) => {
    const promise = target === null ? '' : ` Zugesagt sind mindestens ${percent(target)}.`;
    if (n === 0) return `In vier Wochen wurde kein zugewiesenes Ticket geprüft.${promise}`;
    if (n < 30)
      return `Von ${count(n, 'geprüften Ticket', 'geprüften Tickets')} ${right === 1 ? 'war' : 'waren'} ${number(right)} richtig; zu wenige für einen Anteil.${promise}`;
    return `Von ${number(n)} geprüften Tickets waren ${number(right)} richtig (${percent(right / n)}, sicher zwischen ${percent(low)} und ${percent(high)}).${promise}`;
  },
  howChecked:
    'Tickets der letzten vier Wochen, die Usher zugewiesen hätte und die Menschen entschieden haben, ohne seine Zuordnung zu sehen.',
  traffic: (all: number, routed: number, suggested: number, left: number) =>
    all === 0
      ? 'In vier Wochen kam kein Ticket.'
      : all < 30
        ? `${count(all, 'Ticket', 'Tickets')} in vier Wochen: ${number(routed)} allein zugewiesen, ${number(suggested)} vorgeschlagen, ${number(left)} Menschen überlassen.`
        : `${number(all)} Tickets in vier Wochen: ${number(routed)} allein zugewiesen (${percent(routed / all)}), ${number(suggested)} vorgeschlagen, ${number(left)} Menschen überlassen.`,
  howTraffic: 'Jedes Ticket, nach dem Usher gefragt wurde, nach seiner Entscheidung.',
  headings: {
    toDo: 'Zu tun',
    outbreaks: 'Häufungen ähnlicher Tickets',
    confusions: 'Am häufigsten verwechselt',
    changes: 'Was sich geändert hat',
    fairness: 'Gruppen von Tickets',
    itself: 'Usher selbst',
    data: 'Die Daten',
  },
  nothingToDo: 'Nichts zu tun.',
  waiting: (n: number) =>
    `${count(n, 'Ticket wartet', 'Tickets warten')} auf eine blinde Prüfung. Wählen Sie Usher ▸ Prüfen.`,
  needsChecks: (queue: string, n: number) =>
    `${queue} braucht noch etwa ${count(n, 'geprüftes Ticket', 'geprüfte Tickets')}, bevor allein zugewiesen werden kann.`,
  howToDo: 'Was die Zusage voranbringt und was als Warnung steht.',
  decideOutbreak: (n: number) =>
    `${count(n, 'Häufung wartet', 'Häufungen warten')} auf Ihr Wort. Wählen Sie Usher ▸ Zustand.`,
  outbreak: ({ seen, expected, isVolumeOnly, queue, since, words, state }: OutbreakText) => {
    const what = isVolumeOnly
      ? `${count(seen, 'Ticket', 'Tickets')}${queue === '' ? '' : ` für ${queue}`}`
      : `${count(seen, 'ähnliches Ticket', 'ähnliche Tickets')}`;
    const usual =
      expected >= 10
        ? number(Math.round(expected))
        : String(Math.round(expected * 10) / 10).replace('.', ',');
    const about = words === '' ? '' : ` zu ${words}`;
    const place = isVolumeOnly || queue === '' ? '' : ` (meist ${queue})`;
    const end: Readonly<Record<string, string>> = {
      confirmed: ' Bestätigt.',
      dismissed: ' Verworfen.',
      resolved: ' Vorbei.',
      stale: ' Von selbst vorbei.',
    };
    return `${what}${about}${place} seit ${since}; üblich wären ${usual}.${end[state] ?? ''}`;
  },
  howOutbreak:
    'Neue Tickets aus vier Stunden gegen vier Wochen: wie viele einander ähneln oder ein Wort teilen, und wie viele die Stunde bringen sollte.',
  confusion: (said: string, truth: string, n: number) =>
    `${said} statt ${truth}: ${count(n, 'geprüftes Ticket', 'geprüfte Tickets')} aus zwölf Wochen`,
  howConfusion: 'Blinde Prüfungen, bei denen ein Mensch anders entschied. Zeilen, wie sie jetzt stehen.',
  rows: (rows: readonly number[]) => (rows.length === 1 ? `Zeile ${rows[0]}` : `Zeilen ${rows.join(', ')}`),
  duplicates: (n: number) => `${count(n, 'Ticket kam', 'Tickets kamen')} doppelt und zählte einfach.`,
  fromFuture: (n: number) =>
    `${count(n, 'Ticket trägt', 'Tickets tragen')} eine Zeit in der Zukunft und zählte nicht. Prüfen Sie die Uhr.`,
  gap: (days: number) =>
    `${days === 1 ? 'Einen Tag' : `${number(days)} Tage`} lang kam kein Ticket. Prüfen Sie, ob noch welche ankommen.`,
  oneLabel: (n: number) =>
    `Alle ${number(n)} Tickets bekamen dieselbe Warteschlange. Prüfen Sie, ob ihr Text aus den richtigen Spalten gelesen wird.`,
  howData: 'Die Tickets der letzten sieben Tage.',
  charts: {
    weeks: 'Zugewiesene Tickets, die richtig waren, je Woche',
    weekAxis: ['Woche', 'richtig', 'sicher mindestens', 'höchstens', 'Zusage'],
    queues: 'Tickets aus vier Wochen je Warteschlange',
    queueAxis: ['Warteschlange', 'allein zugewiesen', 'vorgeschlagen', 'Menschen überlassen'],
    confusions: 'Am häufigsten verwechselt',
    confusionAxis: ['Statt', 'geprüfte Tickets'],
    volume: 'Tickets je Tag gegen das Übliche',
    volumeAxis: ['Tag', 'Tickets', 'üblich', 'mindestens', 'höchstens', 'Häufung'],
    figures: 'Zahlen hinter den Diagrammen',
    withCount: (name: string, n: number) => `${name} (${number(n)})`,
  },
  mailBanner: (seen: number, isConfirmed: boolean) =>
    isConfirmed
      ? `Es gibt eine Störung: bisher ${count(seen, 'ähnliches Ticket', 'ähnliche Tickets')}. Mehr steht in der Tabelle „Usher health“.`
      : `Vielleicht gibt es eine Störung: bisher ${count(seen, 'ähnliches Ticket', 'ähnliche Tickets')}. Mehr steht in der Tabelle „Usher health“.`,
  banner: (sentence: string) =>
    `${sentence} Wählen Sie Usher ▸ Zustand, um sie zu bestätigen oder zu verwerfen.`,
  mailSubject: (sheet: string) => `Zustand der Zuordnung in „${sheet}“`,
  mail: (sentences: readonly string[], url: string) =>
    `${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n\nDie Diagramme stehen in der Tabelle „Usher health“: ${url}\n\nUsher schickt diese Mail einmal in der Woche.`,
  outbreakMailSubject: (sheet: string) => `Eine Häufung ähnlicher Tickets in „${sheet}“`,
  outbreakMail: (sentence: string, url: string) =>
    `${sentence}\n\nWählen Sie in der Tabelle Usher ▸ Zustand, um sie zu bestätigen oder zu verwerfen: ${url}`,
  tabWritten: 'Die Tabelle „Usher health“ ist auf dem neuesten Stand.',
};
