// What card functions answer with: navigation, notifications, links, and drafts.
import { unwrap } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { list, text } from '../parameters.ts';
import { type Data, dataOf, type PartSpec, push, putFlag, putName, putPart, type Step } from './builder.ts';
import { ENUMERATIONS } from './enumerations.ts';

/** Steps of one navigation; Google names no number. */
const NAVIGATIONS_MAX = 20;
/** Cards that a universal action or a homepage may show at once. */
const CARDS_MAX = 20;

function go(key: string, value: (given: unknown) => unknown): Step {
  return (data, [given]) => push(data, 'navigations', { [key]: value(given) }, NAVIGATIONS_MAX);
}

const card = (given: unknown): Data => dataOf(given, ['Card']);
const yes = (): boolean => true;

/** Parts that are used in answers. */
export const RESPONSE_PARTS: Readonly<Record<string, PartSpec>> = {
  Navigation: {
    required: ['navigations'],
    calls: {
      pushCard: go('pushCard', card),
      updateCard: go('updateCard', card),
      popCard: go('pop', yes),
      popToRoot: go('popToRoot', yes),
      popToNamedCard: go('popToCard', (name) => text(name, 'cardName')),
    },
  },
  UpdateDraftBodyAction: {
    required: ['insertContents'],
    calls: {
      addUpdateContent: (data, [content, type]) => {
        const entry = { content: text(content, 'content'), contentType: text(type, 'contentType') };
        push(data, 'insertContents', entry, NAVIGATIONS_MAX);
      },
      setUpdateType: putName('type', ENUMERATIONS.UpdateDraftBodyType),
    },
  },
};

function mustAnswer(data: Data): void {
  if (Object.keys(data).length === 0)
    throw new GoogleError('A response must do something: it has no action.');
}

/** Builders of answers; what `build` makes has the name without `Builder`. */
export const RESPONSE_BUILDERS: Readonly<Record<string, PartSpec>> = {
  ActionResponseBuilder: {
    check: mustAnswer,
    calls: {
      setNavigation: putPart('navigation', 'Navigation'),
      setNotification: putPart('notification', 'Notification'),
      setOpenLink: putPart('link', 'OpenLink'),
      setStateChanged: putFlag('stateChanged'),
    },
  },
  UniversalActionResponseBuilder: {
    check: mustAnswer,
    calls: {
      displayAddOnCards: (data, [cards]) => {
        for (const entry of list(cards, 'cardObjects')) push(data, 'cards', card(unwrap(entry)), CARDS_MAX);
      },
      setOpenLink: putPart('link', 'OpenLink'),
    },
  },
  SuggestionsResponseBuilder: {
    check: mustAnswer,
    calls: { setSuggestions: putPart('suggestions', 'Suggestions') },
  },
  EditorFileScopeActionResponseBuilder: {
    check: mustAnswer,
    calls: {
      requestFileScopeForActiveDocument: (data) => {
        data['requestFileScopeForActiveDocument'] = true;
      },
    },
  },
  UpdateDraftActionResponseBuilder: {
    check: mustAnswer,
    calls: { setUpdateDraftBodyAction: putPart('updateBody', 'UpdateDraftBodyAction') },
  },
};
