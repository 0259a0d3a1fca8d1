// The card of a prediction: queue, confidence in words and number, why, runner-ups as one-tap buttons, and what else can be done with the
// mail. It decides nothing; whoever answered, proxy or small model, it is drawn the same.
import { LIKELY_MIN, VERY_LIKELY_MIN } from '../../core/confidence-bands.ts';
import { type CardIcon, type CardSection, type CardView, cardText, press, type Widget } from '../card.ts';
import { messages } from '../messages.ts';
import { moreButtons, otherChoices } from './decided-card.ts';
import type { MailPermissions } from './mail-permissions.ts';
import { optionSection } from './option-section.ts';

/** What is shown of a prediction that may be seen; blind audits have a card of their own. */
export interface ShownPrediction {
  readonly decision: 'assign' | 'review' | 'abstain';
  readonly queue: string;
  readonly confidence: number;
  readonly runnerUps: readonly { readonly queue: string; readonly confidence: number }[];
  readonly reason: string;
  /** Words of this mail that spoke for the queue. */
  readonly words: readonly string[];
  /** Language code; empty where nobody looked. */
  readonly language: string;
  /** Set when another one than usual answered. */
  readonly standIn: string;
}

export interface ShownMail {
  readonly threadId: string;
  readonly subject: string;
  readonly attachments: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  readonly similar: readonly { readonly subject: string; readonly url: string }[];
}

const RUNNER_UPS_MAX = 3;
const WORDS_MAX = 5;
const SUBJECT_CHARACTERS = 80;
const ATTACHMENTS_MAX = 5;

export function predictionCard(
  permissions: MailPermissions,
  mail: ShownMail,
  prediction: ShownPrediction,
): CardView {
  return {
    title: messages.title,
    subtitle: cardText(mail.subject.slice(0, SUBJECT_CHARACTERS)),
    sections: [
      { header: '', widgets: answerWidgets(permissions, mail, prediction) },
      choices(mail, prediction),
      whySection(mail, prediction),
      similarSection(mail),
      { header: '', widgets: [moreButtons(permissions, mail.threadId)] },
      ...optionSection(permissions),
    ],
  };
}

function answerWidgets(permissions: MailPermissions, mail: ShownMail, prediction: ShownPrediction): Widget[] {
  const texts = messages.mail;
  const { decision, queue, confidence, reason, standIn } = prediction;
  const name = mail.names[queue] ?? queue;
  const isAbstained = decision === 'abstain';
  const widgets: Widget[] = [
    ...(standIn === ''
      ? []
      : [
          { kind: 'fact' as const, icon: 'cloud_off' as const, top: '', text: cardText(standIn), bottom: '' },
        ]),
    {
      kind: 'fact',
      icon: iconOf(prediction),
      top: isAbstained ? texts.noneFits : confidenceInWords(prediction),
      text: `<b>${cardText(isAbstained ? texts.needsPerson : name)}</b>`,
      bottom: texts.confidence(confidence),
    },
    { kind: 'text', text: cardText(reason) },
  ];
  if (isAbstained) return widgets;
  const apply = permissions.mayLabel ? texts.apply : texts.confirm;
  const isSure = confidence >= LIKELY_MIN || decision === 'assign';
  const button = press(apply(name), 'onApplyQueue', { threadId: mail.threadId, queue }, isSure);
  return [...widgets, { kind: 'buttons', buttons: [button] }];
}

function iconOf({ decision, confidence }: ShownPrediction): CardIcon {
  if (decision === 'assign') return 'check_circle';
  return decision === 'review' && confidence >= LIKELY_MIN ? 'label' : 'help';
}

/** Words beside the number, so that colour or figure alone never carries the meaning. */
function confidenceInWords({ decision, confidence }: ShownPrediction): string {
  const texts = messages.mail;
  if (decision === 'assign') return texts.promised;
  if (confidence >= VERY_LIKELY_MIN) return texts.veryLikely;
  return confidence >= LIKELY_MIN ? texts.likely : texts.unsure;
}

function choices({ threadId, names }: ShownMail, { runnerUps }: ShownPrediction): CardSection {
  const texts = messages.mail;
  const buttons = runnerUps
    .slice(0, RUNNER_UPS_MAX)
    .map(({ queue, confidence }) =>
      press(texts.runnerUp(names[queue] ?? queue, confidence), 'onApplyQueue', { threadId, queue }),
    );
  const widgets: Widget[] = [
    ...(buttons.length > 0 ? [{ kind: 'buttons' as const, buttons }] : []),
    otherChoices(threadId),
  ];
  return { header: buttons.length > 0 ? texts.runnerUps : '', widgets };
}

function whySection({ attachments }: ShownMail, { words, language }: ShownPrediction): CardSection {
  const texts = messages.mail;
  const lines = [
    ...(words.length > 0 ? [texts.words(words.slice(0, WORDS_MAX))] : []),
    ...(language === '' ? [] : [texts.language(texts.languages[language] ?? language)]),
    ...(attachments.length > 0 ? [texts.attachments(attachments.slice(0, ATTACHMENTS_MAX))] : []),
  ];
  return { header: texts.why, widgets: lines.map((line) => ({ kind: 'text', text: cardText(line) })) };
}

function similarSection({ similar }: ShownMail): CardSection {
  const lines = similar.map(({ subject, url }) => `<a href="${url}">${cardText(subject)}</a>`);
  return {
    header: messages.mail.similar,
    widgets: lines.length === 0 ? [] : [{ kind: 'text', text: lines.join('<br>') }],
  };
}
