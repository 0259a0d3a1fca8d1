// The page of goals and findings in English. `{name}` stands for a value that the page fills in.
export const englishFindings = {
  title: 'Goals and findings',
  goals: 'Goals',
  met: 'met',
  missed: 'missed',
  unknown: 'not known yet',
  recheck: 'Labels to re-check',
  recheckIntro:
    'Tickets whose queue looks wrong, the surest first. Learning again takes your decisions into account.',
  thinks: 'It says {given}; the words say {suggested}.',
  change: 'Change to {label}',
  keep: 'Keep {label}',
  overlaps: 'Queues that overlap',
  overlap:
    '{one} and {other}: {rows} tickets of the one read like the other. Describe them better, or merge them.',
  topics: 'New topics',
  newTopic: '{count} tickets that no queue fits, such as:',
  twoTopics: '{queue} seems to hold two topics. {count} tickets are about something else, such as:',
  name: 'Name of the new queue',
  accept: 'Make it a queue',
  dismiss: 'No',
  backTest: 'Tried on your own tickets',
  backTestLine:
    'Having learned from the {learnt} older tickets, Usher was right for {right} of the {tried} newer ones, and would have routed {routed} of them alone, {routedRight} rightly. The tab “Usher back-test” has every queue.',
  nothing: 'Nothing to decide. Choose Usher ▸ Learn from this sheet to look again.',
  changed: 'Changed to {label}.',
  kept: 'Kept.',
  accepted: 'The queue {label} is in the tab “Usher queues” with {count} tickets. Learn again to use it.',
  gone: 'No row with this ticket is left as it was. Learn again to look anew.',
  nameMissing: 'Give the new queue a name.',
};
