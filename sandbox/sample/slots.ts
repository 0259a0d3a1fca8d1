// The values that one ticket's phrasings name: people, places, devices, dates and numbers, the same throughout a ticket.
import { clockTime, offsetHours, quarterHour, workdayAway } from './calendar.ts';
import { DESK_BOOK, type Language } from './desk-book.ts';
import type { Person } from './people.ts';
import type { Slots } from './phrase.ts';
import type { Dice } from './random.ts';

const QUARTER_MS = 15 * 60_000;

/** What a ticket is written about and by whom, apart from the situation. */
export interface Occasion {
  language: Language;
  sender: Person;
  staff: readonly Person[];
  receivedMs: number;
}

function writtenDate(instantMs: number, language: Language): string {
  const date = new Date(instantMs);
  const day = date.getUTCDate();
  const month = DESK_BOOK.voices[language].months[date.getUTCMonth()] ?? '';
  switch (language) {
    case 'en':
      return `${day} ${month}`;
    case 'de':
      return `${day}. ${month}`;
    case 'es':
      return `${day} de ${month}`;
    case 'fr':
      return `${day === 1 ? '1er' : day} ${month}`;
    default:
      return language satisfies never;
  }
}

function errorCode(dice: Dice): string {
  const digits = String(1000 + dice.below(9000));
  const hex = (0x80000000 + dice.below(0x7fffffff)).toString(16).toUpperCase();
  return dice.pick([`E-${digits}`, `0x${hex}`, `ERR_${digits}`, digits]);
}

/** Three other people of the sender's site, no two of the four with the same first name. */
export function companionsOf({ sender, staff }: Occasion, dice: Dice): [Person, Person, Person] {
  const near = dice.shuffled(staff.filter((person) => person.site === sender.site));
  const names = new Set([sender.first]);
  const [one, two, three] = near.filter((person) => names.size < names.add(person.first).size);
  if (one === undefined || two === undefined || three === undefined) {
    throw new Error(`The staff of ${sender.site} is too small for three companions.`);
  }
  return [one, two, three];
}

/** The slots of one ticket. */
export function slotsFor(occasion: Occasion, dice: Dice): Slots {
  const { sender, receivedMs, language } = occasion;
  const [colleague, helper, other] = companionsOf(occasion, dice);
  const otherSites = DESK_BOOK.company.sites.filter((site) => site.name !== sender.site);
  const localHour = new Date(receivedMs + offsetHours(sender.site, receivedMs) * 3_600_000).getUTCHours();
  const digits = String(1000 + dice.below(9000));
  // A few minutes to an hour and a half before the ticket was written, as people round it.
  const earlierMs = (receivedMs % QUARTER_MS) + dice.below(localHour < 9 ? 3 : 7) * QUARTER_MS;
  return {
    name: `${sender.first} ${sender.last}`,
    colleague: `${colleague.first} ${colleague.last}`,
    first: helper.first,
    other: other.first,
    othername: `${other.first} ${other.last}`,
    site: sender.site,
    othersite: dice.pick(otherSites).name,
    department: sender.department,
    asset: `FM-${dice.pick(['L', 'L', 'D', 'T'])}-${20000 + dice.below(9000)}`,
    printer: `PRN-${sender.siteCode}-${String(1 + dice.below(14)).padStart(2, '0')}`,
    floor: String(1 + dice.below(4)),
    room: dice.pick(DESK_BOOK.company.rooms),
    time: clockTime(receivedMs - earlierMs, sender.site),
    later: () => quarterHour(localHour + 1, dice),
    clock: clockTime(receivedMs, sender.site),
    weekday: dice.pick(DESK_BOOK.voices[language].weekdays),
    date: writtenDate(workdayAway(receivedMs, 4 + dice.below(40)), language),
    past: writtenDate(workdayAway(receivedMs, -2 - dice.below(18)), language),
    ext: digits,
    myext: sender.extension,
    n: String(2 + dice.below(7)),
    code: errorCode(dice),
    po: `PO-5${1000 + dice.below(9000)}`,
  };
}
