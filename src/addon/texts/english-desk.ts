// What the add-on says in English about a desk that changes: queues renamed, merged or retired, fields bound, a spreadsheet copied.
import { numbersIn } from './number-text.ts';

const { count } = numbersIn('en');

export const englishDesk = {
  mergeNote:
    'Write another queue’s name here to merge this one into it: its tickets, what was learned of it and its audits count for that one. To retire a queue, set its mode to “retired”. Then choose Usher ▸ Apply changes to queues.',
  neverMissedNote:
    'yes: a ticket with this value is always reviewed by a person, whatever is promised. Then choose Usher ▸ Apply changes to queues; no takes it back.',
  modesRefused: (queues: readonly string[]) =>
    `Not proven, so suggested and not routed: ${queues.join(', ')}. Set auto again once the tab says “Proven”.`,
  modesPutBack: (queues: readonly string[]) =>
    `In the tab “Usher queues” the mode of ${queues.join(', ')} was not the one in force and has been put back. A lead changes modes with Usher ▸ Apply changes to queues.`,
  mergeUnknown: (name: string, target: string) =>
    `The tab “Usher queues” merges “${name}” into “${target}”, which is not another queue there. Write the name as it stands in the tab, or clear the cell, then try again. Nothing was changed.`,
  cellsRenamed: (rows: number) => `${count(rows, 'row bears', 'rows bear')} the new name now.`,
  nothingToArm: 'No queue was taken back, so there is nothing to allow again.',
  armed: (queue: string) => `${queue}: proven again by the audits since, and routed alone from now on.`,
  notArmed: (queue: string, reason: string) =>
    `${queue}: not yet. ${reason} It stays a suggestion until then. Keep judging its blind checks in Usher ▸ Review and try again.`,
  selectToArm: (queues: readonly string[]) =>
    `Several queues were taken back: ${queues.join(', ')}. Nothing was changed. Select their rows in the tab “Usher queues”, then try again.`,
  noValues: (header: string) =>
    `The column “${header}” has no values yet, or too many different ones, so Usher cannot know what to fill in there. Fill in some rows, or leave the column out, then choose Usher ▸ Set up again. Nothing was changed.`,
  copied:
    'This spreadsheet is a copy of one that Usher knows, so nothing was done: both must not share one list of tickets. Choose Usher ▸ Set up and say whether the copy gets a desk of its own or goes on with the same desk. The original stays as it is.',
};
