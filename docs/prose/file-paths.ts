import { posix, relative } from 'node:path';
import type { TextlintRuleModule } from '@textlint/types';
import { hasPathLike, isIgnored, root, startsAtRoot } from './repository.ts';

/**
 * Refuses file paths in backticks that do not exist. The last parts of a path are enough, and a
 * pattern needs one match. A path that begins with `../` starts at the folder of the page.
 */
export const filePaths: TextlintRuleModule = ({ Syntax, RuleError, report, getFilePath }) => {
  const folder = posix.dirname(relative(root, getFilePath() ?? ''));
  return {
    [Syntax.Code](node) {
      const code = node.value.replace(/:\d+$/, '');
      const path = code.startsWith('../') ? posix.join(folder, code) : code;
      if (!isPath(path) || hasPathLike(path) || isIgnored(path)) return;
      const message = `There is no file ${path}: correct the path, from the root of the repository.`;
      report(node, new RuleError(message));
    },
  };
};

/** A path begins in a folder at the root, or ends as a file of this repository does. */
function isPath(code: string): boolean {
  if (!/^[\w.@*{},-]+(\/[\w.@*{},-]+)*\/?$/.test(code)) return false;
  const hasFileEnding = /\.(ts|tsx|js|md|sql|json|ya?ml|sh|txt|graphql|css|html)$/.test(code);
  return hasFileEnding || (code.includes('/') && startsAtRoot(code));
}
