import type { AnyTxtNode } from '@textlint/ast-node-types';

/** Takes the place of a character of markup. Sentence and word boundaries pass over it. */
const joiner = '\u2060';

/**
 * The readable text of a node, with one character for each character of its source. An index in the
 * text is therefore an index in the source. A code span counts as one capitalised word.
 */
export function maskedText(node: AnyTxtNode): string {
  const masked = [...unitsOf(node.raw)].fill(joiner);
  mask(node, node.range[0], masked);
  return masked.join('');
}

/** The readable text without the characters that stand for markup. */
export function withoutMarkup(text: string): string {
  return text.replaceAll(joiner, '').replaceAll(/\s+/g, ' ').trim();
}

function mask(node: AnyTxtNode, start: number, masked: string[]): void {
  const visible = visibleText(node);
  if (visible !== undefined)
    masked.splice(node.range[0] - start, visible.length, ...unitsOf(visible));
  if ('children' in node) for (const child of node.children) mask(child, start, masked);
}

function visibleText(node: AnyTxtNode): string | undefined {
  if (node.type === 'Str') return node.raw.replaceAll('\n', ' ');
  if (node.type === 'Code') return `C${'x'.repeat(node.raw.length - 1)}`;
  if (node.type === 'Break') return ' '.repeat(node.raw.length);
  return undefined;
}

/** UTF-16 code units: ranges of nodes are counted in them. */
function unitsOf(text: string): string[] {
  return text.split('');
}
