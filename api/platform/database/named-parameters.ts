/** A text with `$1`, `$2`, ... and the name of each, in that order. */
export interface CompiledText {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * Replaces each `:name` by `$n`, numbered by first appearance. Quoted text, comments, casts (`::`),
 * `:=` and slices such as `[1:2]` stay as they are. Throws for a positional parameter, and for a
 * quote or a comment that does not end.
 *
 * A colon directly behind a word or a closing bracket belongs to a slice, as in `parts[low:high]`.
 * A slice without a lower bound needs a blank: `parts[: high]`.
 */
export function compileNamedParameters(text: string): CompiledText {
  const numbers = new Map<string, number>();
  let compiled = '';
  for (let at = 0; at < text.length;) {
    element.lastIndex = at;
    const [whole = '', name, , comment, refused] = element.exec(text) ?? [];
    if (refused !== undefined) throw refusalOf(refused);
    const end = comment === undefined ? at + whole.length : endOfComment(text, at);
    if (name === undefined) compiled += text.slice(at, end);
    else {
      let number = numbers.get(name);
      if (number === undefined) numbers.set(name, (number = numbers.size + 1));
      compiled += `$${number}`;
    }
    at = end;
  }
  return { text: compiled, names: [...numbers.keys()] };
}

/** One lexical element: the first alternative that matches. Each text has one at each place. */
const element = new RegExp(
  [
    String.raw`[^:$'"\-/)\]\w\u0080-\uFFFF]+`,
    ':([A-Za-z_]\\w*)',
    '::|:=',
    // A word, with the colon of a slice. Before a quote, E is no word.
    String.raw`(?![eE]')[\w\u0080-\uFFFF][\w$\u0080-\uFFFF]*(?::(?![:=]))?`,
    String.raw`[)\]]:(?![:=])`,
    // Only in an E string does a backslash escape.
    String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    "'(?:[^']|'')*'",
    '"(?:[^"]|"")*"',
    String.raw`\$((?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?)\$[\s\S]*?\$\2\$`,
    '--[^\\n]*',
    String.raw`(\/\*)`,
    // A positional parameter, and the begin of a quote without an end.
    String.raw`(\$\d+|[eE]?'|"|\$\w*\$)`,
    String.raw`[\s\S]`,
  ].join('|'),
  'y',
);

function refusalOf(refused: string): Error {
  return /^\$\d+$/.test(refused)
    ? new Error(`${refused} is a positional parameter: write a name, such as :id.`)
    : new Error(`The quote ${refused} has no end.`);
}

/** Comments of PostgreSQL nest. */
function endOfComment(text: string, start: number): number {
  const bounds = /\/\*|\*\//g;
  bounds.lastIndex = start;
  let depth = 0;
  for (let bound = bounds.exec(text); bound; bound = bounds.exec(text)) {
    depth += bound[0] === '/*' ? 1 : -1;
    if (depth === 0) return bounds.lastIndex;
  }
  throw new Error('A comment has no end.');
}
