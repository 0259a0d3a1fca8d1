// Cards as data: what a card shows and which function each button calls. src/google draws them.

export interface CardAction {
  /** A function of the bundle. */
  readonly functionName: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Widget =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fact'; readonly top: string; readonly text: string; readonly bottom: string }
  | {
      readonly kind: 'buttons';
      readonly buttons: readonly {
        readonly text: string;
        readonly action: CardAction;
        readonly filled: boolean;
      }[];
    };

export interface CardView {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly { readonly header: string; readonly widgets: readonly Widget[] }[];
}

/** What a button's function answers: a card in place of the present one, or a short notice. */
export type CardAnswer =
  | { readonly kind: 'show'; readonly card: CardView }
  | { readonly kind: 'notify'; readonly text: string };

/** Text for a card: the characters that cards read as mark-up are escaped. */
export function cardText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
