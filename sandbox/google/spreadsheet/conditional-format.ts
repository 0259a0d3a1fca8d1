// Conditional formatting: looks that depend on a cell's value.
import { LocalEmulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { decimal, emulatedList, flag, text } from '../parameters.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedRange } from './range.ts';
import type { ConditionalRule } from './rules.ts';
import type { SheetModel } from './sheet-model.ts';

const models = new WeakMap<EmulatedConditionalRule, { rule: ConditionalRule; sheet: SheetModel }>();

/** The rule behind a handle and the sheet that its ranges are on. */
export function conditionalRuleOf(rule: EmulatedConditionalRule): {
  rule: ConditionalRule;
  sheet: SheetModel;
} {
  const model = models.get(rule);
  if (model === undefined) throw new GoogleError('This conditional format rule was not built.');
  return model;
}

/** A finished rule. */
export class EmulatedConditionalRule extends LocalEmulated {
  readonly [NAME] = 'ConditionalFormatRule';
  readonly #document: OpenDocument;

  constructor(document: OpenDocument, rule: ConditionalRule, sheet: SheetModel) {
    super();
    this.#document = document;
    models.set(this, { rule, sheet });
  }

  getRanges(): unknown[] {
    const { rule, sheet } = conditionalRuleOf(this);
    return rule.areas.map((area) => this.#document.rangeHandle(sheet, area));
  }

  getBooleanCondition(): BooleanCondition {
    return new BooleanCondition(conditionalRuleOf(this).rule);
  }

  copy(): ConditionalRuleBuilder {
    const { rule, sheet } = conditionalRuleOf(this);
    return new ConditionalRuleBuilder(this.#document, rule, sheet);
  }
}

export class BooleanCondition extends LocalEmulated {
  readonly [NAME] = 'BooleanCondition';
  readonly #rule: ConditionalRule;

  constructor(rule: ConditionalRule) {
    super();
    this.#rule = rule;
  }

  getCriteriaType(): string {
    return this.#rule.condition;
  }

  getCriteriaValues(): unknown[] {
    return [...this.#rule.values];
  }
}

export class ConditionalRuleBuilder extends LocalEmulated {
  readonly [NAME] = 'ConditionalFormatRuleBuilder';
  readonly #document: OpenDocument;
  #rule: ConditionalRule;
  #sheet: SheetModel | undefined;

  constructor(
    document: OpenDocument,
    rule: ConditionalRule = { areas: [], condition: '', values: [], look: {} },
    sheet?: SheetModel,
  ) {
    super();
    this.#document = document;
    this.#rule = rule;
    this.#sheet = sheet;
  }

  setRanges(ranges: unknown): this {
    const places = emulatedList(ranges, EmulatedRange, 'ranges').map(EmulatedRange.placeOf);
    const sheets = new Set(places.map((place) => place.sheet));
    if (sheets.size !== 1)
      throw new GoogleError('The ranges of one rule must be on one sheet, and there must be some.');
    this.#sheet = places[0]?.sheet;
    this.#rule = { ...this.#rule, areas: places.map((place) => place.area) };
    return this;
  }

  whenTextEqualTo(value: unknown): this {
    return this.#when('TEXT_EQUAL_TO', text(value, 'text'));
  }

  whenTextContains(value: unknown): this {
    return this.#when('TEXT_CONTAINS', text(value, 'text'));
  }

  whenTextStartsWith(value: unknown): this {
    return this.#when('TEXT_STARTS_WITH', text(value, 'text'));
  }

  whenNumberBetween(low: unknown, high: unknown): this {
    return this.#when('NUMBER_BETWEEN', decimal(low, 'start'), decimal(high, 'end'));
  }

  whenNumberLessThan(value: unknown): this {
    return this.#when('NUMBER_LESS_THAN', decimal(value, 'number'));
  }

  whenNumberLessThanOrEqualTo(value: unknown): this {
    return this.#when('NUMBER_LESS_THAN_OR_EQUAL_TO', decimal(value, 'number'));
  }

  whenNumberGreaterThan(value: unknown): this {
    return this.#when('NUMBER_GREATER_THAN', decimal(value, 'number'));
  }

  whenNumberGreaterThanOrEqualTo(value: unknown): this {
    return this.#when('NUMBER_GREATER_THAN_OR_EQUAL_TO', decimal(value, 'number'));
  }

  whenFormulaSatisfied(formula: unknown): this {
    return this.#when('CUSTOM_FORMULA', text(formula, 'formula'));
  }

  whenCellEmpty(): this {
    return this.#when('CELL_EMPTY');
  }

  whenCellNotEmpty(): this {
    return this.#when('CELL_NOT_EMPTY');
  }

  setBackground(color: unknown): this {
    return this.#look({ background: text(color, 'color') });
  }

  setFontColor(color: unknown): this {
    return this.#look({ fontColor: text(color, 'color') });
  }

  setBold(bold: unknown): this {
    return this.#look({ bold: flag(bold, 'bold') });
  }

  setItalic(italic: unknown): this {
    return this.#look({ italic: flag(italic, 'italic') });
  }

  setUnderline(underline: unknown): this {
    return this.#look({ underline: flag(underline, 'underline') });
  }

  build(): EmulatedConditionalRule {
    if (this.#sheet === undefined) throw new GoogleError('A conditional format rule needs ranges.');
    if (this.#rule.condition === '') throw new GoogleError('A conditional format rule needs a condition.');
    return new EmulatedConditionalRule(this.#document, this.#rule, this.#sheet);
  }

  #when(condition: string, ...values: unknown[]): this {
    this.#rule = { ...this.#rule, condition, values };
    return this;
  }

  #look(look: ConditionalRule['look']): this {
    this.#rule = { ...this.#rule, look: { ...this.#rule.look, ...look } };
    return this;
  }
}
