import type { AnyTxtNode } from '@textlint/ast-node-types';
import type { TextlintRuleModule } from '@textlint/types';
import { maskedText } from './masked-text.ts';

interface RefusedWord {
  words: RegExp;
  remedy: string;
}

/**
 * Words with a plainer replacement. The first rows are turns of phrase, the others are private names
 * of concepts for which `docs/glossary.md` has the standard term.
 */
const refused: readonly RefusedWord[] = [
  { words: /\bwho(m?ever|m)\b/gi, remedy: 'name the person, such as "caller" or "volunteer"' },
  { words: /\bso many\b/gi, remedy: 'state the number or the limit' },
  { words: /\bof several\b/gi, remedy: 'name the set, such as "one of the nodes"' },
  { words: /\bturn(s|ed|ing)? (?:\w+ )?away\b/gi, remedy: 'write "reject", "refuse" or "shed"' },
  { words: /\bnearness\b/gi, remedy: 'write "community access"' },
  {
    words:
      /\b(the|a|its|their|whose|\w+['’]s) standing(?=[.,;:)]| (of|is|was|in|at|and|or|has)\b)/gi,
    remedy: 'write "rights" or "memberships"',
  },
  { words: /\bwish(es)?\b/gi, remedy: 'write "request" or "preference"' },
  { words: /\bodd(ity|ities)\b/gi, remedy: 'write "anomaly"' },
  { words: /\bin work\b/gi, remedy: 'write "in flight"' },
  {
    words: /\bhouse (actor|session|schema)s?\b/gi,
    remedy: 'write "system actor" or "system session"',
  },
  { words: /\b(front|one) door\b/gi, remedy: 'write "entry point"' },
  { words: /\bwhole sight\b/gi, remedy: 'write "elevated visibility"' },
  { words: /\blikeness(es)?\b/gi, remedy: 'write "result fingerprint"' },
  { words: /\btakers?\b/gi, remedy: 'write "assignee"' },
  { words: /\bkept places?\b/gi, remedy: 'write "team quota"' },
  { words: /\bown[- ]apps?\b/gi, remedy: 'write "first-party app"' },
  { words: /\bforeign issuers?\b/gi, remedy: 'write "trusted issuer"' },
  { words: /\b(policy|star) trials?\b/gi, remedy: 'write "simulation"' },
  { words: /\bcoin traces?\b/gi, remedy: 'write "coin provenance"' },
  { words: /\brule packs?\b/gi, remedy: 'write "policy presets"' },
  { words: /\bdue work\b/gi, remedy: 'write "scheduled task"' },
  { words: /(?<!audit )\btrails?\b/gi, remedy: 'write "audit log"' },
  { words: /\bsettlers?\b/gi, remedy: 'write "fixtures"' },
  { words: /\bbookkeepers?\b/gi, remedy: 'write "ledger transaction"' },
];

/** Refuses private names and heavy turns of phrase. The message names the replacement. */
export const refusedWords: TextlintRuleModule = ({ Syntax, RuleError, report, locator }) => {
  const check = (node: AnyTxtNode) => {
    const text = maskedText(node);
    for (const { words, remedy } of refused) {
      for (const { 0: found, index } of text.matchAll(words)) {
        const message = `"${found}" is not used here: ${remedy}.`;
        report(node, new RuleError(message, { padding: locator.at(index) }));
      }
    }
  };
  return { [Syntax.Paragraph]: check, [Syntax.Header]: check, [Syntax.TableCell]: check };
};
