// What the add-on says in German about what runs with nobody watching.
import type { Messages } from './english.ts';
import type { englishSchedule } from './english-schedule.ts';
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('de');

export const germanSchedule: Pick<Messages, keyof typeof englishSchedule> = {
  scheduleSaved: (minutes, onForm, onChange) => {
    const also = [
      onForm ? 'nach Formularantworten' : '',
      onChange ? 'nach Zeilen, die andere Programme anfügen' : '',
    ].filter((part) => part !== '');
    const every = minutes === 0 ? '' : minutes === 60 ? 'jede Stunde' : `alle ${minutes} Minuten`;
    const when = [every, ...also].filter((part) => part !== '');
    return when.length === 0
      ? 'Usher sortiert jetzt nur noch ein, wenn jemand es verlangt.'
      : `Usher sortiert neue Zeilen jetzt ${when.join(' und ')} ein.`;
  },
  slowedDown: (ms) =>
    `Wartet etwa ${count(Math.max(1, Math.ceil(ms / 60_000)), 'Minute', 'Minuten')}, damit Googles Kontingent bis zum Ende des Tages reicht. Die Zeilen bleiben bis dahin, wie sie sind.`,
  daySpent:
    'Google lässt dieses Konto heute nichts mehr senden: Die Zahl der Anfragen für einen Tag ist erreicht. Nichts ging verloren. Versuchen Sie es morgen wieder; ein Zeitplan macht dann von selbst weiter.',
  consentGone:
    'Google verlangt Ihre Zustimmung erneut, deshalb wurde nichts getan; alle Zeilen bleiben, wie sie sind. Wählen Sie in der Tabelle Usher ▸ Einstellungen und stimmen Sie zu.',
  failureMailSubject: (sheet) => `Usher konnte „${sheet}“ nicht einsortieren`,
  failureMail: (reason, failures, url) =>
    `${failures === 1 ? 'Der letzte geplante Lauf' : `Die letzten ${failures} geplanten Läufe`} von Usher in Ihrer Tabelle ${failures === 1 ? 'ist' : 'sind'} nicht gelungen.\n\n${reason}\n\nZeilen, die nicht einsortiert wurden, bleiben, wie sie waren; der nächste Lauf nimmt sie mit. Die Tabelle: ${url}\nUsher ▸ Einstellungen zeigt dort, wie der letzte Lauf ausging und wann der nächste kommt, Usher ▸ Installation prüfen, was zu tun ist.\n\nUsher schickt höchstens eine solche Mail am Tag.`,
  triggersRepaired: (added, removed) =>
    `${[
      added > 0 ? `${count(added, 'Trigger', 'Trigger')} eingerichtet` : '',
      removed > 0
        ? `${count(removed, 'toter oder doppelter Trigger', 'tote oder doppelte Trigger')} entfernt`
        : '',
    ]
      .filter((part) => part !== '')
      .join(', ')}.`,
  learnedAlone: {
    labels: 'Genug neue Zuordnungen waren da, deshalb hat Usher von selbst aus dieser Tabelle gelernt.',
    watchdog:
      'Eine Warteschlange wird nicht mehr allein weitergeleitet, deshalb hat Usher von selbst aus dieser Tabelle gelernt.',
    honesty:
      'Die Angaben zur Sicherheit waren zu hoch, deshalb hat Usher von selbst aus dieser Tabelle gelernt.',
    drift: 'Die Tickets haben sich verändert, deshalb hat Usher von selbst aus dieser Tabelle gelernt.',
  },
  topicsProposed: (topics) =>
    `${count(topics, 'Thema hat', 'Themen haben')} keine eigene Warteschlange. Wählen Sie Usher ▸ Ziele und Befunde, um ${topics === 1 ? 'es' : 'sie'} anzusehen.`,
  triggersFine: 'Jeder Trigger ist da, und keiner doppelt.',
};
