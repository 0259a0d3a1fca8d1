// The people who write to the sample desk. Names are put together from lists for each site; addresses are of the
// reserved domain `.example`, so that no mail can ever reach anybody.
import { DESK_BOOK, type Language } from './desk-book.ts';
import type { Dice } from './random.ts';

/** A sender, or somebody a ticket is about. */
export interface Person {
  first: string;
  last: string;
  site: string;
  siteCode: string;
  department: string;
  address: string;
  extension: string;
}

const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

function plainLetters(name: string): string {
  const spelled = name.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED_OUT[letter] ?? letter);
  return spelled.normalize('NFD').replace(/[^a-z]/g, '');
}

const STAFF_PER_SITE = 34;

/** The company's staff for a seed: no two with the same name; some lend themselves to being mixed up. */
export function staffOf(dice: Dice): Person[] {
  const { sites, departments, domain } = DESK_BOOK.company;
  return sites.flatMap((site) => {
    const lastNames = dice.shuffled(site.last);
    const firstNames = dice.shuffled(site.first);
    return Array.from({ length: STAFF_PER_SITE }, (_, index): Person => {
      const first = firstNames[index % firstNames.length] ?? '';
      // The second time round the first names meet other last names.
      const last = lastNames[(index + Math.floor(index / firstNames.length)) % lastNames.length] ?? '';
      return {
        first,
        last,
        site: site.name,
        siteCode: site.code,
        department: dice.pick(departments),
        address: `${plainLetters(first)}.${plainLetters(last)}@${domain}`,
        extension: String(2000 + dice.below(6000)),
      };
    });
  });
}

/** Somebody who writes in a language: at home where it is spoken, or anywhere for English, the common one. */
export function senderFor(language: Language, staff: readonly Person[], dice: Dice): Person {
  const { sites } = DESK_BOOK.company;
  const home = sites.find((site) => site.home === language)?.name;
  const site = language === 'en' && dice.chance(0.46) ? dice.pick(sites).name : home;
  return dice.pick(staff.filter((person) => person.site === site));
}
