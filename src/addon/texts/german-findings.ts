// The page of goals and findings in German.
import type { PageTexts } from './english-pages.ts';

export const germanFindings: PageTexts['findings'] = {
  title: 'Ziele und Befunde',
  goals: 'Ziele',
  met: 'erreicht',
  missed: 'verfehlt',
  unknown: 'noch nicht bekannt',
  recheck: 'Zuordnungen zum Nachprüfen',
  recheckIntro:
    'Tickets, deren Warteschlange falsch aussieht, die sichersten zuerst. Beim nächsten Lernen zählt, was Sie entscheiden.',
  thinks: 'Dort steht {given}; die Wörter sprechen für {suggested}.',
  change: 'In {label} ändern',
  keep: '{label} behalten',
  overlaps: 'Warteschlangen, die sich überschneiden',
  overlap:
    '{one} und {other}: {rows} Tickets der einen lesen sich wie die andere. Beschreiben Sie beide genauer, oder legen Sie sie zusammen.',
  topics: 'Neue Themen',
  newTopic: '{count} Tickets, zu denen keine Warteschlange passt, zum Beispiel:',
  twoTopics:
    '{queue} enthält offenbar zwei Themen. In {count} Tickets geht es um etwas anderes, zum Beispiel:',
  name: 'Name der neuen Warteschlange',
  accept: 'Zur Warteschlange machen',
  dismiss: 'Nein',
  backTest: 'An Ihren eigenen Tickets erprobt',
  backTestLine:
    'Aus den {learnt} älteren Tickets gelernt, lag Usher bei {right} der {tried} neueren richtig und hätte {routed} davon allein weitergeleitet, {routedRight} zu Recht. Jede Warteschlange steht in der Tabelle „Usher back-test“.',
  nothing: 'Nichts zu entscheiden. Mit Usher ▸ Aus dieser Tabelle lernen wird neu gesucht.',
  changed: 'In {label} geändert.',
  kept: 'Bleibt so.',
  accepted:
    'Die Warteschlange {label} steht mit {count} Tickets in der Tabelle „Usher queues“. Lernen Sie noch einmal, um sie zu nutzen.',
  gone: 'Keine Zeile mit diesem Ticket ist noch so wie zuvor. Lernen Sie noch einmal, um neu zu suchen.',
  nameMissing: 'Geben Sie der neuen Warteschlange einen Namen.',
};
