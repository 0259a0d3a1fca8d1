// The settings of a mailbox as a card: which threads, whose answers, which spreadsheet, and whether it happens by itself.
import { type CardAnswer, type CardView, cardText, press, type Widget } from '../card.ts';
import { messages } from '../messages.ts';
import { answerPress, deskChoiceCard } from './card-troubles.ts';
import { homeCard } from './home-card.ts';
import { permissionsOf } from './mail-permissions.ts';
import type { CardEvent, MailWorld } from './mail-ports.ts';
import { isScheduled, setSchedule } from './mail-schedule.ts';
import { readMailSettings, settingsFromForm, writeMailSettings } from './mail-settings.ts';
import { optionSection } from './option-section.ts';

export function settingsCard(world: MailWorld): CardView {
  const texts = messages.mail.settings;
  const settings = readMailSettings(world);
  const permissions = permissionsOf(world.deployment);
  const input = (name: string, label: string, hint: string, value: string): Widget => ({
    ...{ kind: 'input', name, label, hint, value },
  });
  const isOn = permissions.maySchedule && isScheduled(world);
  const form: Widget[] = [
    {
      kind: 'fact',
      icon: 'person',
      top: texts.desk,
      text: cardText(settings.deskName || '–'),
      bottom: '',
      button: press(texts.changeDesk, 'onChangeDesk'),
    },
    ...(permissions.mayLabel
      ? [
          input('search', texts.search, texts.searchHint, settings.search),
          input('windowDays', texts.window, '', String(settings.windowDays)),
        ]
      : []),
    input('addresses', texts.addresses, texts.addressesHint, settings.addresses.join(', ')),
    ...(permissions.mayOpenSheet ? [input('sheet', texts.sheet, texts.sheetHint, settings.sheet)] : []),
    { kind: 'buttons', buttons: [press(texts.save, 'onSaveMailSettings', {}, true)] },
  ];
  const schedule: Widget[] = permissions.maySchedule
    ? [
        { kind: 'fact', icon: 'schedule', top: '', text: isOn ? texts.isOn : texts.isOff, bottom: '' },
        {
          kind: 'buttons',
          buttons: [
            press(isOn ? texts.scheduleOff : texts.scheduleOn, 'onSwitchSchedule', { on: isOn ? '' : 'yes' }),
          ],
        },
      ]
    : [];
  return {
    title: messages.title,
    subtitle: texts.title,
    sections: [
      { header: '', widgets: form },
      { header: '', widgets: schedule },
      ...optionSection(permissions),
    ],
  };
}

export function pushSettings(world: MailWorld): CardAnswer {
  return answerPress(world, () => ({ card: { how: 'push', view: settingsCard(world) } }));
}

export function saveMailSettings(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, () => {
    const before = readMailSettings(world);
    const { search = before.search, windowDays = String(before.windowDays) } = event.inputs;
    const { addresses = '', sheet = before.sheet } = event.inputs;
    writeMailSettings(world, settingsFromForm(before, { search, windowDays, addresses, sheet }));
    return { card: { how: 'show', view: settingsCard(world) }, notice: messages.mail.settings.saved };
  });
}

export function switchSchedule(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, () => {
    setSchedule(world, event.parameters['on'] === 'yes');
    return { card: { how: 'show', view: settingsCard(world) }, notice: messages.mail.settings.saved };
  });
}

export function changeDesk(world: MailWorld): CardAnswer {
  return answerPress(world, (patient) => ({ card: { how: 'push', view: deskChoiceCard(patient) } }));
}

/** A desk's button was pressed. */
export function chooseDesk(world: MailWorld, event: CardEvent): CardAnswer {
  return answerPress(world, () => {
    const { desk = '', name = '' } = event.parameters;
    writeMailSettings(world, { ...readMailSettings(world), desk, deskName: name });
    return { card: { how: 'home', view: homeCard(world, event) }, notice: messages.mail.settings.saved };
  });
}
