// What a desk wants of Usher and how far it is, in German.
import type { Messages } from './english.ts';
import type { englishGoals, GoalFigure } from './english-goals.ts';
import { numbersIn } from './number-text.ts';

const { count, number, percent } = numbersIn('de');

const between = ({ low, high }: GoalFigure): string =>
  low === null || high === null ? '' : ` (sicher zwischen ${percent(low)} und ${percent(high)})`;
const oneDecimal = (value: number): string => value.toFixed(1).replace('.', ',');
const dollars = (amount: number): string => `${amount.toFixed(2).replace('.', ',')} $`;

export const germanGoals: Pick<Messages, keyof typeof englishGoals> = {
  goals: {
    routed: {
      name: 'Ohne Menschen weitergeleitet',
      definition:
        'Anteil der Tickets der letzten vier Wochen, die ohne einen Menschen weitergeleitet wurden.',
      unknown: () => 'In den letzten vier Wochen wurde kein Ticket einsortiert.',
      today: (goal) => `${percent(goal.value)} von ${count(goal.n, 'Ticket', 'Tickets')}${between(goal)}.`,
      asked: (share) => `Gewünscht: mindestens ${percent(share)}.`,
    },
    'wrong-routes': {
      name: 'Falsch weitergeleitet',
      definition:
        'Anteil der Blindprüfungen, in denen ein Mensch eine andere Warteschlange wählte, als Usher es hätte.',
      unknown: () => 'Noch wurde kein Ticket blind beurteilt. Blindprüfungen gibt es im Modus „auto“.',
      today: (goal) =>
        `${percent(goal.value)} von ${count(goal.n, 'Blindprüfung', 'Blindprüfungen')}${between(goal)}.`,
      asked: (share) => `Erlaubt: höchstens ${percent(share)}.`,
    },
    urgent: {
      name: 'Dringendes nie übersehen',
      definition:
        'Anteil der Tickets, die nie übersehen werden dürfen, deren Dringlichkeit Usher erkennt; sie gehen immer an einen Menschen.',
      unknown: () =>
        'Der Desk nennt nichts, was nie übersehen werden darf, oder kein solches Ticket wurde gemessen.',
      today: (goal) =>
        `${percent(goal.value)} von ${count(goal.n, 'gemessenem Ticket', 'gemessenen Tickets')}${between(goal)}.`,
      asked: (share) => `Gewünscht: sicher ${percent(share)}.`,
    },
    minutes: {
      name: 'Gesparte Minuten in der Woche',
      definition:
        'Tickets in der Woche, die ohne einen Menschen weitergeleitet wurden, mal die Minuten, die eines von Hand kostet.',
      unknown: () => 'Noch wurde nichts gezählt.',
      today: (goal) =>
        `Etwa ${number(Math.round(goal.value))}, bei ${count(goal.n, 'Ticket', 'Tickets')} in vier Wochen.`,
      asked: (minutes) => `Gewünscht: mindestens ${number(minutes)}.`,
    },
    cost: {
      name: 'Kosten',
      definition: 'US-Dollar für Vorhersagen, je tausend Tickets.',
      unknown: (tickets) =>
        tickets === 0
          ? 'In den letzten vier Wochen wurde kein Ticket einsortiert.'
          : 'Einige Tickets hat ein bezahlter Dienst beantwortet; dessen Tagesbudget begrenzt die Kosten.',
      today: (goal) => `${dollars(goal.value)} bei ${count(goal.n, 'Ticket', 'Tickets')}.`,
      asked: (amount) => `Erlaubt: höchstens ${dollars(amount)}.`,
    },
  },
  backTest: {
    columns: {
      queue: 'Warteschlange',
      tickets: 'Neuere Tickets',
      found: 'Richtig',
      routed: 'Allein weitergeleitet',
      right: 'Davon richtig',
    },
    all: 'Alle zusammen',
    share: (part, whole, low, high) =>
      `${percent(part / whole)} (${number(part)} von ${number(whole)}, sicher ${percent(low)} bis ${percent(high)})`,
    hours: (hours, seconds) =>
      `Sie allein weiterzuleiten hätte ${oneDecimal(hours)} Stunden gespart, bei ${seconds} Sekunden je Ticket.`,
    confusions: 'Am häufigsten verwechselt: gehört zu, Tickets, gehalten für, zum Beispiel',
    languages: 'Sprachen',
    curve: 'Abdeckung gegen Treffsicherheit: der sicherste Teil der Tickets, und wie viel davon richtig ist',
    surest: (share) => `die sichersten ${percent(share)}`,
    rightOf: (precision, low) => `${percent(precision)} richtig, sicher ${percent(low)}`,
  },
};
