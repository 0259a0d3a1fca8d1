// What a monitor's finding means, in German.
import { type englishSignals, factOf, type SignalText } from './english-signals.ts';
import { numbersIn } from './number-text.ts';

const { number, count, percent } = numbersIn('de');

const SUBJECTS: Readonly<Record<string, string>> = {
  'drift.label': 'Die Verteilung auf Warteschlangen',
  'drift.language': 'Die Mischung der Sprachen',
  'drift.confidence': 'Wie sicher Usher ist',
  'drift.textLength': 'Die Länge der Tickets',
  'drift.unknownRate': 'Der Anteil an Wörtern, die Usher nie gesehen hat,',
  'drift.content': 'Wovon die Tickets handeln,',
};
const FIGURES: Readonly<Record<string, string>> = {
  'fairness.accuracy': 'waren richtig',
  'fairness.urgentRecall': 'der dringenden wurden erkannt',
  'fairness.coverage': 'wurden allein zugewiesen',
  'fairness.correctionRate': 'wurden von Menschen korrigiert',
};
const REMEDIES: Readonly<Record<string, string>> = {
  'fairness.accuracy': 'Prüfen und korrigieren Sie mehr dieser Tickets und lernen Sie dann neu.',
  'fairness.urgentRecall': 'Lassen Sie diese Tickets zuerst ansehen und prüfen Sie mehr dringende.',
  'fairness.coverage': 'Prüfen Sie mehr dieser Tickets: Usher weist zu, was es belegen kann.',
  'fairness.correctionRate':
    'Sehen Sie nach, was geändert wurde; vielleicht braucht eine Warteschlange eine klarere Beschreibung.',
  'fairness.calibrationGap': 'Prüfen Sie mehr dieser Tickets und lernen Sie dann neu.',
};
const QUOTAS: Readonly<Record<string, string>> = {
  'trigger-minutes': 'Minuten für geplante Läufe',
  requests: 'Anfragen an den Server',
};

export const germanSignals: typeof englishSignals = {
  signal: (signal: SignalText): string => {
    const { monitor, subject = '', level, n, effect, name, words } = signal;
    const isGrey = level === 'not-enough-data';
    if (monitor.startsWith('drift.')) return driftSentence(signal);
    if (monitor === 'accuracy.estimated') {
      if (isGrey)
        return `Wie viele Vorhersagen stimmen, lässt sich noch nicht schätzen: ${number(n)} von 200 nötigen Tickets.`;
      const said = `Von ${number(n)} Tickets dürften etwa ${percent(factOf(signal, 'accuracy'))} richtig sein`;
      const before = `${percent(factOf(signal, 'reference'))} in der ersten Woche des Modells`;
      return level === 'ok'
        ? `${said} (${before}).`
        : `${said}, weniger als zuvor (${before}). Prüfen Sie einige und korrigieren Sie sie.`;
    }
    if (monitor === 'accuracy.honesty') {
      if (isGrey)
        return `${count(n, 'Ticket wurde', 'Tickets wurden')} in vier Wochen blind geprüft; 100 sind nötig, um zu sagen, ob Ushers Sicherheit ehrlich ist.`;
      const right = factOf(signal, 'right');
      const range = `sicher zwischen ${percent(factOf(signal, 'low'))} und ${percent(factOf(signal, 'high'))}`;
      const said = `Von ${number(n)} blind geprüften Tickets waren ${number(right)} richtig (${percent(right / n)}, ${range})`;
      return level === 'ok'
        ? `${said}, wie Ushers Sicherheit es erwarten ließ.`
        : `${said}, weniger als Ushers Sicherheit erwarten ließ. Lernen Sie neu, bevor Sie ihm trauen.`;
    }
    if (monitor.startsWith('fairness')) {
      const who = `${String(signal.facts['attribute'] ?? '')} ${String(signal.facts['slice'] ?? subject)}`;
      if (isGrey)
        return `${who}: ${count(n, 'geprüftes Ticket', 'geprüfte Tickets')}, zu wenige für einen Anteil.`;
      const value = factOf(signal, 'value');
      const said =
        monitor === 'fairness.calibrationGap'
          ? `${who}: Usher ist ${percent(Math.abs(value))} ${value < 0 ? 'weniger' : 'öfter'} sicher als richtig (${count(n, 'geprüftes Ticket', 'geprüfte Tickets')})`
          : `${who}: ${percent(value)} von ${number(n)} geprüften Tickets ${FIGURES[monitor] ?? ''}`;
      const others = `${percent(Math.abs(factOf(signal, 'rest')))} der anderen ${number(factOf(signal, 'restN'))}`;
      return level === 'ok' ? `${said}.` : `${said}, gegenüber ${others}. ${REMEDIES[monitor] ?? ''}`;
    }
    if (monitor === 'self.schedule') {
      const idle = ago(factOf(signal, 'idleMs'));
      return level === 'ok'
        ? `Der Zeitplan hat sich zuletzt vor ${idle} gemeldet.`
        : isGrey
          ? 'Der Zeitplan meldet einen Lauf in der Zukunft. Prüfen Sie die Uhr.'
          : `Der Zeitplan hat sich seit ${idle} nicht gemeldet. Öffnen Sie Usher ▸ Einstellungen und reparieren Sie ihn.`;
    }
    if (monitor === 'self.quota') {
      const said = `${percent(effect ?? 0)} der heutigen ${number(Math.round(factOf(signal, 'limit')))} ${QUOTAS[subject] ?? subject} sind verbraucht`;
      return level === 'ok'
        ? `${said}.`
        : `${said}. Usher wird langsamer, damit sie bis zum Tagesende reichen.`;
    }
    if (monitor === 'self.fallbacks') {
      const fallbacks = factOf(signal, 'count');
      if (isGrey)
        return `${number(fallbacks)} von ${number(n)} Antworten seit gestern kamen ersatzweise vom eingebauten Modell; zu wenige für einen Anteil.`;
      return `${number(fallbacks)} von ${number(n)} Antworten seit gestern (${percent(fallbacks / Math.max(1, n))}) kamen vom eingebauten Modell, weil ein anderes nicht antworten konnte.`;
    }
    if (monitor === 'self.model-age') {
      const said = `Das Modell hat aus ${count(n, 'Ticket', 'Tickets')} gelernt und ist ${count(Math.max(0, Math.round(effect ?? 0)), 'Tag', 'Tage')} alt`;
      return level === 'ok' || isGrey
        ? `${said}.`
        : `${said}; seither geprüft: ${count(factOf(signal, 'labelledSince'), 'Ticket', 'Tickets')}. Lernen Sie neu.`;
    }
    if (monitor === 'self.audits') {
      const said = `${name(subject)}: ${number(n)} von ${count(factOf(signal, 'assigned'), 'zugewiesenen Ticket', 'zugewiesenen Tickets')} wurden in zwei Wochen blind geprüft`;
      return level === 'ok' || isGrey
        ? `${said}.`
        : `${said}; die Zusage braucht mehr. Entscheiden Sie die Tickets, die auf eine Prüfung warten.`;
    }
    if (monitor === 'self.cost')
      return `${percent(effect ?? 0)} des heutigen Budgets für bezahlte Modelle sind ausgegeben.`;
    return `${monitor} ${subject}: ${level} (${number(n)}).`;

    function driftSentence(one: SignalText): string {
      const what = SUBJECTS[one.monitor] ?? one.monitor;
      if (isGrey) return `${what} lässt sich noch nicht beurteilen: ${number(n)} von 200 nötigen Tickets.`;
      if (level === 'ok') return `${what} ist wie in der ersten Woche des Modells (${number(n)} Tickets).`;
      const size = level === 'info' ? 'etwas' : level === 'warn' ? 'deutlich' : 'stark';
      const changed = `${what} hat sich seit der ersten Woche des Modells ${size} geändert (${number(n)} Tickets)`;
      if (one.monitor === 'drift.content')
        return words === '' ? `${changed}.` : `${changed}. Neue Wörter: ${words}.`;
      const moved = one.facts['name'];
      const [before, now] = [factOf(one, 'before'), factOf(one, 'now')];
      if (one.monitor === 'drift.textLength')
        return `${changed}: damals ${number(Math.round(before))} Zeichen, jetzt ${number(Math.round(now))}.`;
      const of = typeof moved === 'string' ? `${one.monitor === 'drift.label' ? name(moved) : moved} ` : '';
      return `${changed}: ${of}damals ${percent(before)}, jetzt ${percent(now)}.`;
    }
  },
  howFound: (monitor: string): string => {
    if (monitor === 'drift.content')
      return 'Ein kleines Modell versucht, die Tickets dieser Woche an verschlüsselten Wörtern von denen der ersten Woche zu unterscheiden. 50 % sind Zufall; ab 55 % zählt es.';
    if (monitor.startsWith('drift.'))
      return 'Die letzten sieben Tage (mindestens 200 Tickets) gegen die erste Woche des Modells. Gemeldet wird, was groß ist und nicht durch Zufall zu erklären.';
    if (monitor === 'accuracy.estimated')
      return 'Der Mittelwert von Ushers Sicherheiten über die letzten sieben Tage. Er zeigt eine schwierigere Mischung, keine geänderten Regeln.';
    if (monitor === 'accuracy.honesty')
      return 'Tickets, deren Zuordnung verborgen blieb, bis ein Mensch entschieden hatte, aus vier Wochen, gegen das, was Ushers Sicherheit erwarten ließ.';
    if (monitor.startsWith('fairness'))
      return 'Blinde Prüfungen aus vier Wochen, jede Gruppe gegen alle anderen. Gemeldet wird ein Abstand ab 5 Punkten mit 100 Tickets auf beiden Seiten, den Zufall nicht erklärt.';
    if (monitor === 'self.model-age')
      return 'Tage seit dem Lernen und seither entschiedene blinde Prüfungen.';
    return 'Vom Server gezählt.';
  },
};

function ago(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 120) return count(minutes, 'Minute', 'Minuten');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'Stunde', 'Stunden') : count(Math.round(hours / 24), 'Tag', 'Tagen');
}
