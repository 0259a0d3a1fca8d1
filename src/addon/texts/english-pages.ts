// What dialogs and sidebars show, in English. `{name}` stands for a value that the page fills in.
import { englishFindings } from './english-findings.ts';

export const englishPages = {
  common: {
    working: 'One moment…',
    close: 'Close',
    cancel: 'Cancel',
    notSetUp: 'This spreadsheet is not set up yet. Close this and choose Usher ▸ Set up.',
  },
  setUp: {
    title: 'Set up Usher',
    intro: 'Usher has looked at this sheet. If the three rows below look right, press “Set up”.',
    sheet: 'Sheet with the tickets',
    subject: 'Subject',
    body: 'Text',
    queue: 'Queues go into',
    newColumn: 'a new column “Queue”',
    none: 'none',
    preview: 'The first rows, as Usher reads them',
    noRows: 'This sheet has no rows below its header yet.',
    from: 'Queues come from',
    fromTab: 'the tab “Usher queues”: {count}',
    fromColumn: 'the values of the column “{column}”: {count} ({names})',
    fromStarter: 'a starter set that you can change: {names}',
    also: 'Also fill in',
    alsoColumn: '{column}: {count} values ({names})',
    copied: 'This spreadsheet is a copy of one that Usher knows',
    newDesk: 'It gets a desk of its own; the original and what it learned stay apart',
    sameDesk:
      'It goes on with the same desk; every ticket here gets a new number, so that the two never meet',
    target: 'Promise: of the tickets that are routed without a person, at least this share is right',
    submit: 'Set up',
    again: 'Save',
  },
  review: {
    title: 'Review',
    count: '{count} to review',
    row: 'Row {row}',
    audit: 'Blind check: please choose without a suggestion.',
    confidence: '{percent} % sure.',
    confirm: '{label} (suggested)',
    skip: 'Skip',
    keys: 'Keys: 1 to 9 choose, Enter confirms the suggestion, s skips.',
    nothing: 'Nothing waits for review.',
    confirmed: '{label}: confirmed.',
    saved: '{label}: saved.',
  },
  run: {
    title: 'Triage',
    what: 'Which rows',
    new: 'New rows ({rows})',
    selected: 'Selected rows ({rows})',
    fromHere: 'From the selected row on ({rows})',
    all: 'All rows that no person has decided ({rows})',
    estimate:
      '{rows} rows: about {minutes} min and {requests} requests. Of today’s requests about {left} are left.',
    none: 'There is nothing to do in these rows.',
    start: 'Start',
    again: 'Look again',
    goOn: 'Continue now',
    paused: 'A run was cut short; “Continue now” goes on where it stopped.',
    active: 'A run is at work in this spreadsheet.',
    stop: 'Stop',
    stopping: 'Stopping once what is in hand is written…',
    progress: '{done} of {total} rows',
  },
  settings: {
    title: 'Usher settings',
    readFrom: 'Tickets are read from',
    writesTo: 'Queues are written to',
    desk: 'Desk',
    server: 'Server',
    lastRun: 'Last run',
    never: 'none yet',
    hourly: 'Triage new rows every hour, also while nobody has this spreadsheet open',
    target: 'Promise: at least this share of what is routed without a person is right',
    members:
      'Who belongs to the desk is decided on the server: an owner adds people there, by their mail address.',
  },
  findings: englishFindings,
};

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

export type PageTexts = Texts<typeof englishPages>;
