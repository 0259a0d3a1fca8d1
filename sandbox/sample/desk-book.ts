// Everything that is written about the sample desk, read from its data files: queues with their situations, situations
// that lie between two queues or outside the desk, the voices of the four languages, and the company.
import company from './company.json' with { type: 'json' };
import oddTickets from './odd-tickets.json' with { type: 'json' };
import accessAccounts from './situations/access-accounts.json' with { type: 'json' };
import betweenQueues from './situations/between-queues.json' with { type: 'json' };
import businessSoftware from './situations/business-software.json' with { type: 'json' };
import emailCalendar from './situations/email-calendar.json' with { type: 'json' };
import hardware from './situations/hardware.json' with { type: 'json' };
import networkVpn from './situations/network-vpn.json' with { type: 'json' };
import outOfScope from './situations/out-of-scope.json' with { type: 'json' };
import printingScanning from './situations/printing-scanning.json' with { type: 'json' };
import purchasingLicences from './situations/purchasing-licences.json' with { type: 'json' };
import security from './situations/security.json' with { type: 'json' };
import de from './voices/de.json' with { type: 'json' };
import en from './voices/en.json' with { type: 'json' };
import es from './voices/es.json' with { type: 'json' };
import fr from './voices/fr.json' with { type: 'json' };

/** The languages in which the desk's situations are written. */
export type Language = 'en' | 'de' | 'es' | 'fr';

/** All of them, in the order in which tickets are written. */
export const LANGUAGES: readonly Language[] = ['en', 'de', 'es', 'fr'];

/** One thing that goes wrong or is wanted, with several ways to say it. Details fit any of the ways. */
export interface Situation {
  /** `request`, `incident` (something happened and is told), or nothing for a fault. */
  kind?: string | undefined;
  subjects: string[];
  says: string[];
  details: string[];
  /** The same in the telegraphic words of somebody who took a call. */
  brief: string;
}

/** A situation that two queues could take; `queue` is right by the desk's own rules, `also` is often chosen. */
export interface DisputedSituation extends Situation {
  queue: string;
  also: string;
}

/** How people write in one language, whatever they write about. */
export type Voice = typeof en;

/** A queue as it stands in the desk's set-up, with what its tickets are about. */
export interface QueueBook {
  id: string;
  name: string;
  description: string;
  keywords: string[];
  examples: string[];
  /** What the portal's form calls the queue's work; people often choose nothing or the wrong one. */
  formService: string;
  situations: Record<Language, Situation[]>;
}

/** A ticket that is strange in form and therefore written out whole; the body `LOG` stands for a very long one. */
export interface OddTicket {
  subject: string;
  body: string;
  truth: string | null;
  language?: string | undefined;
}

/** What is written about the desk. */
export interface DeskBook {
  company: typeof company;
  queues: QueueBook[];
  disputed: Record<Language, DisputedSituation[]>;
  outOfScope: Record<Language, Situation[]>;
  oddTickets: OddTicket[];
  voices: Record<Language, Voice>;
}

/** The sample desk's book. */
export const DESK_BOOK: DeskBook = {
  company,
  queues: [
    accessAccounts,
    hardware,
    networkVpn,
    emailCalendar,
    businessSoftware,
    printingScanning,
    purchasingLicences,
    security,
  ],
  disputed: betweenQueues,
  outOfScope,
  oddTickets,
  voices: { en, de, es, fr },
};
