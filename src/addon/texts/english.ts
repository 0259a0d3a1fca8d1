// Everything the add-on says to people, in English. A failure says what happened, what was kept, and what to do next.
import { englishDesk } from './english-desk.ts';
import { englishGoals } from './english-goals.ts';
import { englishHealth } from './english-health.ts';
import { englishMail } from './english-mail.ts';
import { englishSchedule } from './english-schedule.ts';
import { englishSignals } from './english-signals.ts';
import { englishTroubles } from './english-troubles.ts';
import { numbersIn } from './number-text.ts';

const { count, dollars, number, percent } = numbersIn('en');

function quoted(things: readonly string[], between = ', '): string {
  return things.map((thing) => `“${thing}”`).join(between);
}

/** What is said in English; the other languages must say the same things. */
export const english = {
  ...englishDesk,
  ...englishGoals,
  ...englishSchedule,
  ...englishSignals,
  health: englishHealth,
  title: 'Usher',
  modeNote:
    'off: Usher says nothing. monitor: Usher decides and logs, and writes no label. suggest: a person decides. auto: Usher routes alone, from the confidence on that the promise allows; refused where nothing is proven.',
  promiseNote:
    'Usher writes here, after each learning: what your checked tickets prove for this queue. Each learning is a test of its own, and luck proves a queue now and then that it should not: the more often you learn, the more often. Blind checks find that out.',
  promiseKept: (target: number, proven: number, queues: number, share: number) =>
    `Promise of ${percent(target)}: proven for ${proven} of ${count(queues, 'queue', 'queues')}; about ${percent(share)} of tickets could be routed without a person. The tab “Usher queues” says more; set a queue’s mode to auto there and choose Usher ▸ Apply changes to queues to switch it on.`,
  promiseNotYet: (target: number, nearest: string) =>
    `Promise of ${percent(target)}: not proven for any queue yet, so everything stays a suggestion. ${nearest}`,
  promiseTripped: (sentence: string) => `Taken back: ${sentence}`,
  queuesEdited: 'Choose Usher ▸ Apply changes to queues when the list is as you want it.',
  queuesSent: (queues: number) =>
    `${count(queues, 'queue is', 'queues are')} in force as the tab says now; where a mode was refused, the tab says why.`,
  nothingToUndo:
    'There is no run to undo: every run in the tab “Usher runs” is undone already, or the tab is gone. Nothing was changed. To change single values, write over them.',
  undone: (rows: number, kept: number) =>
    `${count(rows, 'row is', 'rows are')} as before the run.${kept > 0 ? ` ${count(kept, 'row', 'rows')} that people have touched since ${kept === 1 ? 'was' : 'were'} left as they are.` : ''}`,
  nothingNew: 'Nothing to do: every row is triaged already or was decided by a person.',
  nothingSelected:
    'None of the selected rows is open: they are empty or a person decided them. Nothing was changed. Select open rows and try again.',
  emptySheet: (sheet: string) =>
    `The sheet “${sheet}” has no rows below its header. Add tickets, one a row, with a header such as Subject and Description in row 1, then choose Usher ▸ Set up. Nothing was changed.`,
  noTextColumns: (headers: readonly string[]) =>
    `No column of this sheet looks like a ticket's text. Found: ${headers.length === 0 ? 'no header in row 1' : quoted(headers)}. Name one column Subject or Description in row 1, then choose Usher ▸ Set up again. Nothing was changed.`,
  noQueues:
    'There are no queues yet. The tab “Usher queues” is ready: write one queue a row, with a sentence on what belongs there, then choose Usher ▸ Set up again. The ticket sheet is as it was.',
  queueNameTwice: (name: string) =>
    `The tab “Usher queues” names “${name}” twice. Keep one of the two rows, then try again. Nothing was changed.`,
  setUpDone: (columns: string, queues: number) =>
    `Ready. Tickets are read from ${columns}; ${count(queues, 'queue', 'queues')} in the tab “Usher queues”. Next: Usher ▸ Learn from this sheet, if some rows have a queue already, and then Usher ▸ Triage new rows.`,
  busy: 'Somebody else is running Usher in this spreadsheet. Nothing was changed. Try again in a minute.',
  noText: 'No text to read in this row.',
  lostRows: (rows: number) =>
    `${count(rows, 'row was', 'rows were')} deleted or decided by a person meanwhile and left as they are.`,
  notSent: (rows: number, reason: string) =>
    `${count(rows, 'row', 'rows')} could not be sent: ${reason} These rows are as they were; the next run takes them.`,
  outOfTime: (rows: number) =>
    `${count(rows, 'row is', 'rows are')} left for the next run, since Google stops a run after six minutes; what is done stays done. Choose Usher ▸ Triage new rows to go on; after a run over new rows Usher also goes on by itself in a minute.`,
  unsettled: (cells: number) =>
    `${count(cells, 'cell', 'cells')} could not be checked to the end, since the sheet was being moved about; what people typed stays. Choose Usher ▸ Triage new rows once it is at rest.`,
  displaced: (cells: number) =>
    `${count(cells, 'cell', 'cells')} in a protected range ${cells === 1 ? 'holds' : 'hold'} what belongs to another row, since rows were moved while Usher wrote; what people typed stays. Lift the protection of Usher’s columns, or let its owner run Usher, and choose Usher ▸ Triage new rows: it puts every value back into its own row.`,
  paid: (usd: number) => `The paid model cost US$ ${dollars(usd)}.`,
  runDone: (rows: number, assigned: number, review: number, undecided: number) =>
    `${count(rows, 'row', 'rows')} triaged: ${[
      assigned > 0 ? `${assigned} assigned` : '',
      review > 0 ? `${review} with a suggestion to review` : '',
      undecided > 0 ? `${undecided} without a fitting queue` : '',
    ]
      .filter((part) => part !== '')
      .join(', ')}.`,
  skippedRows: (rows: number) =>
    `${count(rows, 'row has', 'rows have')} no text and ${rows === 1 ? 'was' : 'were'} skipped.`,
  failedRows: (rows: number) => `${count(rows, 'row', 'rows')} failed; the reason is in each row.`,
  noExamples:
    'No row has a queue that a person typed, confirmed or corrected, so there is nothing to learn from, and the present model stays. Fill in the queue of some rows (20 a queue make a useful start), then choose Usher ▸ Learn from this sheet.',
  unknownLabels: (names: readonly string[], rows: number) =>
    `${count(rows, 'row has a queue', 'rows have queues')} that the tab “Usher queues” does not list (${quoted(names)}) and ${rows === 1 ? 'was' : 'were'} left out. Add the queue there, or correct the cells, and learn again.`,
  learned: (field: string, rows: number, measured: number, accuracy: number | null) =>
    accuracy === null
      ? `${field}: learned from ${count(rows, 'row', 'rows')}. There were too few to test on, so treat the first suggestions with care.`
      : `${field}: learned from ${count(rows, 'row', 'rows')}. Tested on ${count(measured, 'row', 'rows')} that it had not seen while it learned, ${percent(accuracy)} got the right ${field.toLowerCase()}.`,
  weakLabels: (names: readonly string[]) =>
    `Hardest to tell: ${names.join(', ')}. More examples and a clearer description help.`,
  ignoredSuggestions: (rows: number) =>
    `${count(rows, 'suggestion', 'suggestions')} that nobody has confirmed or corrected ${rows === 1 ? 'was' : 'were'} not learned from.`,
  noDesk:
    'You belong to no desk yet, so nothing was sent. Ask a lead to set up a spreadsheet with Usher and to add you.',
  severalDesks: (names: readonly string[]) =>
    `You belong to several desks (${names.join(', ')}), and none is chosen yet, so nothing was sent. Choose one on Usher’s home card.`,
  unexpected: (runId: string) =>
    `Something went wrong inside Usher. Rows that were finished are written and the others are as they were. Try again; if it happens again, tell your administrator this number: ${runId}.`,
  unreachable:
    'Usher’s server could not be reached. Nothing was lost. Check that it runs, or try again in a few minutes.',
  unexpectedAnswer:
    'Usher’s server answered with something this add-on does not understand. Nothing of it was used. Add-on and server may be of different versions: ask your administrator to deploy both.',
  signedOut:
    'Usher’s server did not accept your sign-in (401). Nothing was changed. Close and reopen the spreadsheet; if it stays, ask your administrator to choose Usher ▸ Check the installation.',
  forbidden:
    'You may not do this on this desk (403). Nothing was changed. Ask an owner of the desk to add you.',
  tooLarge:
    'A request was larger than Usher’s server allows (413). Nothing was lost. Shorten the longest texts, or ask your administrator to raise the limit.',
  tooMany:
    'Usher’s server is asked for more than it allows just now (429). Nothing was lost. Try again in a minute.',
  serverFailed: (status: number) =>
    `Usher’s server failed (${status}). Nothing was lost. Try again in a few minutes.`,
  menu: {
    triageNew: 'Triage new rows',
    triageSelected: 'Triage selected rows',
    run: 'Triage with a choice of rows',
    review: 'Review',
    learn: 'Learn from this sheet',
    findings: 'Goals and findings',
    health: 'Health',
    models: 'Models',
    applyQueues: 'Apply changes to queues',
    arm: 'Let queues route alone again',
    undo: 'Undo last run',
    setUp: 'Set up',
    settings: 'Settings',
    doctor: 'Check the installation',
  },
  functionsWait: (reason: string) =>
    `The functions =USHER() and =USHER_WHY() go on with the model they had: ${reason} Choose Usher ▸ Learn from this sheet again to bring them the new one.`,
  cells: {
    noModel: 'No model in this spreadsheet yet. Choose Usher ▸ Learn from this sheet, then come back.',
    brokenModel:
      'The model in the hidden tab “Usher model” is damaged. Choose Usher ▸ Learn from this sheet to write it anew.',
    noField: (field: string, known: readonly string[]) =>
      `Usher tells nothing called “${field}” here. Use one of these: ${known.join(', ')}.`,
    tooManyRows: (rows: number, most: number) =>
      `${count(rows, 'row', 'rows')} are too many for one formula. Use several formulas of at most ${number(most)} rows.`,
    unknownWords: 'The model knows none of the words in this text, so Usher tells nothing.',
    because: (words: readonly string[], label: string, other: string) =>
      `${quoted(words)} ${words.length === 1 ? 'speaks' : 'speak'} for ${label} rather than ${other}.`,
    common: (label: string, other: string) =>
      `No single word stands out; ${label} fits a little better than ${other}.`,
  },
  stopped: (rows: number) =>
    `Stopped; ${count(rows, 'row is', 'rows are')} left, and what is done stays done. Choose Usher ▸ Triage new rows to go on.`,
  reviewGone:
    'This row was deleted, changed or decided by somebody else meanwhile. It was left as it is. Go on with the next one, or choose Usher ▸ Review again.',
  reviewUnknown: (label: string) =>
    `The tab “Usher queues” has no “${label}” any more. The row stays as it was. Choose another queue, or add it there.`,
  targetSaved: (target: number) =>
    `The desk now promises ${percent(target)}. Choose Usher ▸ Learn from this sheet to prove it anew.`,
  doctor: {
    title: 'Check of the installation',
    setUp: 'This spreadsheet is set up.',
    scopes: (n: number) =>
      `The manifest declares the ${count(n, 'scope', 'scopes')} that Usher uses, and no other.`,
    scopesMissing: (scopes: readonly string[]) =>
      `The manifest lacks scopes that Usher uses: ${scopes.join(', ')}. Build and push again with “npm run build” and “npm run clasp -- push”.`,
    scopesUnused: (scopes: readonly string[]) =>
      `The manifest declares scopes that Usher does not use here: ${scopes.join(', ')}. Take them out of appsscript.json, build and push again.`,
    consent: 'Google has your consent to all of them.',
    consentMissing:
      'Google has not your consent to all of them. Choose any item of the Usher menu again and agree to what Google asks.',
    allowlist: (origin: string) => `The manifest allows requests to ${origin}.`,
    allowlistMissing: (origin: string) =>
      `The manifest does not allow requests to ${origin}. Run “npm run -s usher -- init --proxy ${origin}”, then build and push again.`,
    token: (audience: string, domain: string) =>
      `Google signs you in with the audience ${audience} (Workspace domain ${domain}). The server’s USHER_AUDIENCES and Cloud Run’s custom audiences must hold exactly this audience.`,
    noToken:
      'Google gave no identity token. The manifest needs the scope “openid”; connect the script to a standard Google Cloud project, push again, and agree anew.',
    answers: (origin: string) => `The server ${origin} answers and knows you.`,
    refuses: (status: number) =>
      `The server refuses your sign-in (${status}). Add the audience above to Cloud Run (gcloud run services update SERVICE --add-custom-audiences=AUDIENCE) and to USHER_AUDIENCES, your address or @domain to USHER_CALLERS, and give your group the role roles/run.invoker.`,
    unreachable: (origin: string) =>
      `The server ${origin} could not be reached. Check that it is deployed and that your organisation’s administrator allows UrlFetch to this address.`,
    answersOddly: (status: number, origin: string) =>
      `${origin} answered ${status}. Check that Usher’s server and nothing else is at this address, and read its log.`,
    triggers: (minutes: number) =>
      `People’s edits are seen as they are made. ${minutes === 0 ? 'No schedule is switched on.' : `The schedule runs every ${count(minutes, 'minute', 'minutes')}.`}`,
    triggersWrong:
      'A trigger is missing, dead or there twice. Choose Usher ▸ Settings and press “Repair” there.',
    noTrigger:
      'The trigger that sees people’s edits is gone; edits are still found by the next run. Choose Usher ▸ Set up to install it again.',
  },
  starter: {
    access: 'Access and accounts',
    hardware: 'Hardware',
    software: 'Software',
    network: 'Network',
    other: 'Other',
  },
  badChoice:
    'What the page sent could not be read. Nothing was changed. Close the page and choose its menu item again.',
  settingsUnreadable:
    'The settings kept with this spreadsheet cannot be read. Nothing was changed. Choose Usher ▸ Set up to make them anew; queues and past results stay.',
  notSetUp: 'This spreadsheet is not set up yet, so nothing was done. Choose Usher ▸ Set up first.',
  columnsGone: (headers: readonly string[]) =>
    `The ticket sheet has no column ${quoted(headers)} any more. Nothing was changed. Put the header back, or choose Usher ▸ Set up.`,
  troubles: englishTroubles,
  statusNote:
    'Usher writes here. Set a row to “confirmed” to keep its suggestion. Labels are in “Usher queues”.',
  listOf: (things: readonly string[]) => quoted(things, ' and '),
  refused: (_code: string, sentence: string) => sentence,
  mail: englishMail,
};

/** The same keys with the same parameters in every language: a missing text does not compile. */
type InAnyLanguage<T> = {
  readonly [Key in keyof T]: T[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : T[Key] extends string
      ? string
      : InAnyLanguage<T[Key]>;
};

export type Messages = InAnyLanguage<typeof english>;

export type Troubles = Messages['troubles'];
