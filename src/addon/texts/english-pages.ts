// What dialogs and sidebars show, in English. `{name}` stands for a value that the page fills in.

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
    target: 'Promise: of the tickets that are routed without a person, at least this share is right',
    submit: 'Set up',
    again: 'Save',
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
};

type Texts<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> };

export type PageTexts = Texts<typeof englishPages>;
