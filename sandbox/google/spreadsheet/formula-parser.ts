// Reads a formula into a tree. The grammar is the part of Sheets' that tickets and their sheets use: literals, cell
// references, operators and function calls.

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'reference'; readonly notation: string }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | {
      readonly kind: 'operation';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negation'; readonly of: Expression };

const TOKENS =
  /\s*(?:("(?:[^"]|"")*")|((?:(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)?\$?[A-Za-z]{1,3}(?:\$?\d+(?::\$?[A-Za-z]{1,3}(?:\$?\d+)?)?|:\$?[A-Za-z]{1,3}(?:\$?\d+)?))(?![\w(.])|(\d+\.?\d*(?:[eE][+-]?\d+)?%?)|([A-Za-z_][\w.]*)|(<>|<=|>=|[-+*/^&=<>(),;]))/y;
/** Operators by how tightly they bind, loosest first. */
const LEVELS = [['=', '<>', '<', '>', '<=', '>='], ['&'], ['+', '-'], ['*', '/'], ['^']];

interface Token {
  readonly kind: 'text' | 'reference' | 'number' | 'name' | 'sign';
  readonly text: string;
}

/** The tree of a formula without its `=`; undefined when it cannot be read, which Sheets shows as `#ERROR!`. */
export function parseFormula(source: string): Expression | undefined {
  const tokens = tokensOf(source);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const tree = parser.expression(0);
  return parser.isAtEnd ? tree : undefined;
}

function tokensOf(source: string): Token[] | undefined {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < end) {
    const match = TOKENS.exec(source);
    if (match === null) return undefined;
    const [, text, reference, number, name, sign] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1).replaceAll('""', '"') });
    else if (reference !== undefined) tokens.push({ kind: 'reference', text: reference });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#next === this.#tokens.length;
  }

  expression(level: number): Expression | undefined {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#factor();
    let left = this.expression(level + 1);
    while (left !== undefined) {
      const operator = this.#takeSign(operators);
      if (operator === undefined) return left;
      const right = this.expression(level + 1);
      left = right && { kind: 'operation', operator, left, right };
    }
    return undefined;
  }

  #factor(): Expression | undefined {
    if (this.#takeSign(['-']) !== undefined) {
      const of = this.#factor();
      return of && { kind: 'negation', of };
    }
    if (this.#takeSign(['+']) !== undefined) return this.#factor();
    if (this.#takeSign(['(']) !== undefined) {
      const inner = this.expression(0);
      return this.#takeSign([')']) === undefined ? undefined : inner;
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || token.kind === 'sign') return undefined;
    this.#next += 1;
    switch (token.kind) {
      case 'text':
        return { kind: 'value', value: token.text };
      case 'number':
        return {
          kind: 'value',
          value: token.text.endsWith('%') ? Number(token.text.slice(0, -1)) / 100 : Number(token.text),
        };
      case 'reference':
        return { kind: 'reference', notation: token.text };
      case 'name':
        return this.#named(token.text);
    }
  }

  #named(name: string): Expression | undefined {
    const upper = name.toUpperCase();
    if (this.#takeSign(['(']) === undefined) {
      if (upper === 'TRUE' || upper === 'FALSE') return { kind: 'value', value: upper === 'TRUE' };
      // A lone word is a named range that does not exist; the evaluator answers #NAME?.
      return { kind: 'call', name: `${upper} `, values: [] };
    }
    const values: Expression[] = [];
    if (this.#takeSign([')']) !== undefined) return { kind: 'call', name: upper, values };
    for (;;) {
      const value = this.expression(0);
      if (value === undefined) return undefined;
      values.push(value);
      const sign = this.#takeSign([',', ';', ')']);
      if (sign === undefined) return undefined;
      if (sign === ')') return { kind: 'call', name: upper, values };
    }
  }

  #takeSign(signs: readonly string[]): string | undefined {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.#next += 1;
    return token.text;
  }
}
