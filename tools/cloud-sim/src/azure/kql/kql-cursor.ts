import { KqlError, tokenize, type KqlToken } from './kql-token.js';

/** Walks a query's tokens. */
export class KqlCursor {
  private readonly tokens: readonly KqlToken[];
  private at = 0;

  constructor(query: string) {
    this.tokens = tokenize(query);
  }

  peek(ahead = 0): KqlToken {
    return this.tokens[this.at + ahead] ?? { kind: 'end', text: '', at: 0 };
  }

  next(): KqlToken {
    const token = this.peek();
    this.at++;
    return token;
  }

  takeWord(word: string): boolean {
    const token = this.peek();
    const taken = token.kind === 'word' && token.text.toLowerCase() === word;
    if (taken) this.at++;
    return taken;
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    const taken = token.kind === 'symbol' && token.text === symbol;
    if (taken) this.at++;
    return taken;
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.error(this.peek());
  }

  expectWord(): string {
    const token = this.next();
    if (token.kind !== 'word') throw this.error(token);
    return token.text;
  }

  error(token: KqlToken): KqlError {
    return new KqlError('Query could not be parsed', token.at, token.text === '' ? '<EOF>' : token.text);
  }
}
