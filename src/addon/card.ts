// Cards as data: what a card shows and which function each button calls. src/google draws them.

export interface CardAction {
  /** A function of the bundle. */
  readonly functionName: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What a press does: calls a function of the script, or opens an address. */
export type CardClick = { readonly action: CardAction } | { readonly url: string };

export interface CardButton {
  readonly text: string;
  readonly click: CardClick;
  readonly filled?: boolean;
}

/** Google's Material icons that stand beside facts. */
export type CardIcon =
  | 'label'
  | 'check_circle'
  | 'help'
  | 'person'
  | 'visibility_off'
  | 'schedule'
  | 'search'
  | 'cloud_off';

export type Widget =
  /** `text` may hold the tags that cards read; whatever people wrote goes through `cardText` first. */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'fact';
      readonly icon?: CardIcon;
      readonly top: string;
      readonly text: string;
      readonly bottom: string;
      readonly button?: CardButton;
    }
  | { readonly kind: 'buttons'; readonly buttons: readonly CardButton[] }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly items: readonly {
        readonly text: string;
        readonly value: string;
        readonly isChosen: boolean;
      }[];
    }
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly label: string;
      readonly hint: string;
      readonly value: string;
    };

export interface CardSection {
  readonly header: string;
  readonly widgets: readonly Widget[];
  /** Widgets that are always shown of a section that folds; without it the section does not fold. */
  readonly unfolded?: number;
}

export interface CardView {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly CardSection[];
}

/** What a button's function answers: cards, a short notice, an address to open. */
export interface CardAnswer {
  /** `show` puts the card in the present one's place, `push` on top of it, and `home` drops all others first. */
  readonly card?: { readonly how: 'show' | 'push' | 'home'; readonly view: CardView };
  readonly notice?: string;
  readonly url?: string;
}

/** Usher's own limits: a card that is longer is not read, and one that is larger comes late. */
export const CARD_WIDGETS_MAX = 30;

/** Text for a card: the characters that cards read as mark-up are escaped. */
export function cardText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A button that calls a function of the script. */
export function press(
  text: string,
  functionName: string,
  parameters: Readonly<Record<string, string>> = {},
  filled = false,
): CardButton {
  return { text, click: { action: { functionName, parameters } }, filled };
}

/** A card of one section without a title. */
export function plainCard(title: string, subtitle: string, widgets: readonly Widget[]): CardView {
  return { title, subtitle, sections: [{ header: '', widgets }] };
}
