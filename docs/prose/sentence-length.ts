import type { TextlintRuleModule } from '@textlint/types';
import { maskedText, withoutMarkup } from './masked-text.ts';

/** House rule: a longer sentence holds more than one idea. */
const wordsMax = 25;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Refuses sentences of more than 25 words. Tables, headings and code have no sentences. */
export const sentenceLength: TextlintRuleModule = ({ Syntax, RuleError, report, locator }) => ({
  [Syntax.Paragraph](node) {
    for (const { segment, index } of sentences.segment(withCapitals(maskedText(node)))) {
      const words = countWords(segment);
      if (words <= wordsMax) continue;
      const message = `The sentence has ${words} words, and the limit is ${wordsMax}: split it, one idea for each sentence.`;
      report(node, new RuleError(message, { padding: locator.at(index) }));
    }
  },
});

/** A sentence that begins with a lower-case name, such as "graphql-jit", is a sentence too. */
function withCapitals(text: string): string {
  return text.replaceAll(/(?<=[^.\s]{3}[.!?] +)\p{Ll}/gu, (letter) => letter.toUpperCase());
}

function countWords(sentence: string): number {
  return withoutMarkup(sentence)
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
