/** Just enough of SQL's grammar to know every name that a statement could mean. */

export interface SqlToken {
  /** `word`: bare. `name`: quoted in any way. `text`: in single quotes, which SQLite takes for a name where it expects one. */
  readonly kind: 'word' | 'name' | 'text' | 'other';
  /** Without its quotes. */
  readonly value: string;
}

const PATTERN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|\[([^\]]*)\]|`((?:[^`]|``)*)`|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|\d[\w.]*|\.\d\w*|[\s\S]/g;

/** The tokens of a text, without comments and white space. A text that SQLite cannot read gives some tokens all the same. */
export function tokensOf(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(PATTERN)) {
    const [whole, text, double, bracket, back, word] = match;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll("''", "'") });
    else if (double !== undefined) tokens.push({ kind: 'name', value: double.replaceAll('""', '"') });
    else if (bracket !== undefined) tokens.push({ kind: 'name', value: bracket });
    else if (back !== undefined) tokens.push({ kind: 'name', value: back.replaceAll('``', '`') });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (!/^(--|\/\*|\s)/.test(whole)) tokens.push({ kind: 'other', value: whole });
  }
  return tokens;
}
