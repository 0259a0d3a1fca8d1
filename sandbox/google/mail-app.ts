// MailApp: mails that a script sends in its user's name. None leaves the sandbox; the world keeps them.
import { COST, Emulated, NAME } from './emulated.ts';
import { GoogleError } from './errors.ts';
import type { Cost } from './latency.ts';
import { text } from './parameters.ts';
import type { Run } from './run.ts';

/** Recipients that one user may mail in a day; a Workspace account may mail 1,500. */
const RECIPIENTS_A_DAY = 100;

export interface SentMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Epoch ms. */
  readonly at: number;
}

export class EmulatedMailApp extends Emulated {
  readonly [NAME] = 'MailApp';
  readonly #run: Run;
  readonly #sent: SentMail[];

  constructor(run: Run, sent: SentMail[]) {
    super();
    this.#run = run;
    this.#sent = sent;
  }

  [COST](): Cost {
    return { kind: 'gmail' };
  }

  sendEmail(recipient: unknown, subject: unknown, body: unknown): void {
    if (this.getRemainingDailyQuota() <= 0)
      throw new GoogleError('Service invoked too many times for one day: email.');
    this.#sent.push({
      from: this.#run.user.email,
      to: text(recipient, 'recipient'),
      subject: text(subject, 'subject'),
      body: text(body, 'body'),
      at: this.#run.ground.clock.now,
    });
  }

  getRemainingDailyQuota(): number {
    const dayAgo = this.#run.ground.clock.now - 24 * 3_600_000;
    const own = this.#sent.filter(({ from, at }) => from === this.#run.user.email && at > dayAgo);
    return RECIPIENTS_A_DAY - own.length;
  }
}
