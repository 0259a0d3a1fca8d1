// Drop-downs and other rules for what a cell accepts.
import { LocalEmulated, NAME } from '../emulated.ts';
import { flag, text, textList } from '../parameters.ts';
import type { ValidationRule } from './rules.ts';

/** A finished rule. */
export class DataValidation extends LocalEmulated {
  readonly [NAME] = 'DataValidation';
  readonly #rule: ValidationRule;

  constructor(rule: ValidationRule) {
    super();
    this.#rule = rule;
  }

  /** For the sandbox; scripts read it through the getters. */
  static ruleOf(validation: DataValidation): ValidationRule {
    return validation.#rule;
  }

  getCriteriaType(): string {
    return this.#rule.criteria;
  }

  getCriteriaValues(): unknown[] {
    return this.#rule.criteria === 'VALUE_IN_LIST'
      ? [[...this.#rule.values], this.#rule.showDropdown]
      : [...this.#rule.values];
  }

  getAllowInvalid(): boolean {
    return this.#rule.allowInvalid;
  }

  getHelpText(): string | null {
    return this.#rule.helpText;
  }

  copy(): DataValidationBuilder {
    return new DataValidationBuilder(this.#rule);
  }
}

export class DataValidationBuilder extends LocalEmulated {
  readonly [NAME] = 'DataValidationBuilder';
  #rule: ValidationRule;

  constructor(
    rule: ValidationRule = {
      criteria: 'VALUE_IN_LIST',
      values: [],
      showDropdown: true,
      allowInvalid: true,
      helpText: null,
    },
  ) {
    super();
    this.#rule = rule;
  }

  requireValueInList(values: unknown, showDropdown: unknown = true): this {
    const shows = flag(showDropdown, 'showDropdown');
    this.#rule = {
      ...this.#rule,
      criteria: 'VALUE_IN_LIST',
      values: textList(values, 'values'),
      showDropdown: shows,
    };
    return this;
  }

  requireCheckbox(): this {
    this.#rule = { ...this.#rule, criteria: 'CHECKBOX', values: [] };
    return this;
  }

  setAllowInvalid(allow: unknown): this {
    this.#rule = { ...this.#rule, allowInvalid: flag(allow, 'allowInvalid') };
    return this;
  }

  setHelpText(help: unknown): this {
    this.#rule = { ...this.#rule, helpText: text(help, 'helpText') };
    return this;
  }

  build(): DataValidation {
    return new DataValidation(this.#rule);
  }
}
