// The widgets and other parts of a card: which calls each has, and what Google asks of it.
import { GoogleError } from '../errors.ts';
import { flag, text } from '../parameters.ts';
import {
  addPart,
  addSuggestions,
  clickAction,
  clickCompose,
  clickLink,
  clickLinkAction,
  type Data,
  type PartSpec,
  push,
  putFlag,
  putFunction,
  putImage,
  putLink,
  putName,
  putNumber,
  putParameters,
  putPart,
  putText,
  widgetOf,
} from './builder.ts';
import { ENUMERATIONS } from './enumerations.ts';

const SECTIONS_MAX = 100;
const WIDGETS_MAX = 100;
/** Google shows no more cards' actions or buttons in a row than fit; it names no number, so this is ours. */
const BUTTONS_MAX = 100;

const CLICKS = {
  setOnClickAction: clickAction,
  setOpenLink: clickLink,
  setOnClickOpenLinkAction: clickLinkAction,
  setComposeAction: clickCompose,
};
const ICON = {
  setIcon: putName('knownIcon', ENUMERATIONS.Icon),
  setIconUrl: putImage('iconUrl'),
  setMaterialIcon: putPart('materialIcon', 'MaterialIcon'),
  setAltText: putText('altText'),
};

function hasWidgets(data: Data): void {
  if (!Array.isArray(data['widgets'])) throw new GoogleError('A card section must have at least one widget.');
}

function hasAddress(data: Data): void {
  if (data['function'] === undefined) throw new GoogleError('An action needs the name of a function.');
}

export const PARTS: Readonly<Record<string, PartSpec>> = {
  CardHeader: {
    required: ['title'],
    calls: {
      setTitle: putText('title'),
      setSubtitle: putText('subtitle'),
      setImageUrl: putImage('imageUrl'),
      setImageAltText: putText('imageAltText'),
      setImageStyle: putName('imageType', ENUMERATIONS.ImageStyle),
    },
  },
  CardSection: {
    check: hasWidgets,
    calls: {
      setHeader: putText('header'),
      setCollapsible: putFlag('collapsible'),
      setNumUncollapsibleWidgets: putNumber('uncollapsibleWidgetsCount'),
      addWidget: (data, [widget]) => push(data, 'widgets', widgetOf(widget), WIDGETS_MAX),
    },
  },
  CardBuilder: {
    calls: {
      setHeader: putPart('header', 'CardHeader'),
      setPeekCardHeader: putPart('peekCardHeader', 'CardHeader'),
      setName: putText('name'),
      setDisplayStyle: putName('displayStyle', ENUMERATIONS.DisplayStyle),
      setFixedFooter: putPart('fixedFooter', 'FixedFooter'),
      addSection: addPart('sections', SECTIONS_MAX, 'CardSection'),
      addCardAction: addPart('cardActions', BUTTONS_MAX, 'CardAction'),
    },
  },
  CardAction: {
    required: ['actionLabel', 'onClick'],
    calls: { setText: putText('actionLabel'), ...CLICKS },
  },
  FixedFooter: {
    required: ['primaryButton'],
    calls: {
      setPrimaryButton: putPart('primaryButton', 'TextButton'),
      setSecondaryButton: putPart('secondaryButton', 'TextButton'),
    },
  },
  Action: {
    check: hasAddress,
    calls: {
      setFunctionName: putFunction,
      setParameters: putParameters,
      setLoadIndicator: putName('loadIndicator', ENUMERATIONS.LoadIndicator),
      setInteraction: putName('interaction', ENUMERATIONS.Interaction),
      setPersistValues: putFlag('persistValues'),
      setAllWidgetsAreRequired: putFlag('allWidgetsAreRequired'),
      addRequiredWidget: (data, [name]) =>
        push(data, 'requiredWidgets', text(name, 'requiredWidget'), WIDGETS_MAX),
    },
  },
  OpenLink: {
    required: ['url'],
    calls: {
      setUrl: putLink,
      setOpenAs: putName('openAs', ENUMERATIONS.OpenAs),
      setOnClose: putName('onClose', ENUMERATIONS.OnClose),
    },
  },
  TextParagraph: { widget: 'textParagraph', required: ['text'], calls: { setText: putText('text') } },
  Divider: { widget: 'divider', calls: {} },
  DecoratedText: {
    widget: 'decoratedText',
    required: ['text'],
    calls: {
      setText: putText('text'),
      setTopLabel: putText('topLabel'),
      setBottomLabel: putText('bottomLabel'),
      setWrapText: putFlag('wrapText'),
      setStartIcon: putPart('startIcon', 'IconImage'),
      setEndIcon: putPart('endIcon', 'IconImage'),
      setButton: putPart('button', 'TextButton', 'ImageButton'),
      setSwitchControl: putPart('switchControl', 'Switch'),
      ...CLICKS,
    },
  },
  TextButton: {
    widget: 'button',
    required: ['text', 'onClick'],
    calls: {
      setText: putText('text'),
      setAltText: putText('altText'),
      setDisabled: putFlag('disabled'),
      setTextButtonStyle: putName('type', ENUMERATIONS.TextButtonStyle),
      setBackgroundColor: putText('color'),
      ...CLICKS,
    },
  },
  ImageButton: { widget: 'button', required: ['onClick', 'altText'], calls: { ...ICON, ...CLICKS } },
  ButtonSet: {
    widget: 'buttonList',
    required: ['buttons'],
    calls: { addButton: addPart('buttons', BUTTONS_MAX, 'TextButton', 'ImageButton') },
  },
  IconImage: { calls: { ...ICON, setImageCropType: putName('imageType', ENUMERATIONS.ImageCropType) } },
  MaterialIcon: {
    required: ['name'],
    calls: {
      setName: putText('name'),
      setFill: putFlag('fill'),
      setWeight: putNumber('weight'),
      setGrade: putNumber('grade'),
    },
  },
  Image: {
    widget: 'image',
    required: ['imageUrl'],
    calls: { setImageUrl: putImage('imageUrl'), setAltText: putText('altText'), ...CLICKS },
  },
  TextInput: {
    widget: 'textInput',
    required: ['name'],
    calls: {
      setFieldName: putText('name'),
      setTitle: putText('label'),
      setHint: putText('hintText'),
      setValue: putText('value'),
      setMultiline: (data, [value]) => {
        data['type'] = flag(value, 'multiline') ? 'MULTIPLE_LINE' : 'SINGLE_LINE';
      },
      setOnChangeAction: putPart('onChangeAction', 'Action'),
      setSuggestions: putPart('initialSuggestions', 'Suggestions'),
      setSuggestionsAction: putPart('autoCompleteAction', 'Action'),
      setValidation: putPart('validation', 'Validation'),
    },
  },
  Validation: {
    calls: {
      setCharacterLimit: putNumber('characterLimit'),
      setInputType: putName('inputType', ENUMERATIONS.InputType),
    },
  },
  Suggestions: { calls: { addSuggestion: addSuggestions, addSuggestions } },
  SelectionInput: {
    widget: 'selectionInput',
    required: ['name', 'type', 'items'],
    calls: {
      setFieldName: putText('name'),
      setTitle: putText('label'),
      setType: putName('type', ENUMERATIONS.SelectionInputType),
      setOnChangeAction: putPart('onChangeAction', 'Action'),
      setMultiSelectMaxSelectedItems: putNumber('multiSelectMaxSelectedItems'),
      addItem: (data, [label, value, selected]) => {
        const item = {
          text: text(label, 'text'),
          value: text(value, 'value'),
          selected: flag(selected, 'selected'),
        };
        push(data, 'items', item, Number.POSITIVE_INFINITY);
      },
    },
  },
  Switch: {
    required: ['name', 'value'],
    calls: {
      setFieldName: putText('name'),
      setValue: putText('value'),
      setSelected: putFlag('selected'),
      setControlType: putName('controlType', ENUMERATIONS.SwitchControlType),
      setOnChangeAction: putPart('onChangeAction', 'Action'),
    },
  },
  DatePicker: {
    widget: 'dateTimePicker',
    required: ['name'],
    calls: {
      setFieldName: putText('name'),
      setTitle: putText('label'),
      setValueInMsSinceEpoch: putNumber('valueMsEpoch'),
      setOnChangeAction: putPart('onChangeAction', 'Action'),
    },
  },
  Grid: {
    widget: 'grid',
    required: ['items'],
    calls: {
      setTitle: putText('title'),
      setNumColumns: putNumber('columnCount'),
      setBorderStyle: putPart('borderStyle', 'BorderStyle'),
      addItem: addPart('items', WIDGETS_MAX, 'GridItem'),
      ...CLICKS,
    },
  },
  GridItem: {
    calls: {
      setIdentifier: putText('id'),
      setTitle: putText('title'),
      setSubtitle: putText('subtitle'),
      setImage: putPart('image', 'ImageComponent'),
      setLayout: putName('layout', ENUMERATIONS.GridItemLayout),
      setTextAlignment: putName('textAlignment', ENUMERATIONS.HorizontalAlignment),
    },
  },
  ImageComponent: {
    required: ['imageUri'],
    calls: {
      setImageUrl: putImage('imageUri'),
      setAltText: putText('altText'),
      setBorderStyle: putPart('borderStyle', 'BorderStyle'),
      setCropStyle: putPart('cropStyle', 'ImageCropStyle'),
    },
  },
  BorderStyle: {
    calls: {
      setType: putName('type', ENUMERATIONS.BorderType),
      setStrokeColor: putText('strokeColor'),
      setCornerRadius: putNumber('cornerRadius'),
    },
  },
  ImageCropStyle: {
    calls: {
      setImageCropType: putName('type', ENUMERATIONS.ImageCropType),
      setAspectRatio: putNumber('aspectRatio'),
    },
  },
  Notification: { required: ['text'], calls: { setText: putText('text') } },
};
