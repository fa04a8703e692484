import { readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import type { AnyTxtNode } from '@textlint/ast-node-types';
import { parse } from '@textlint/markdown-to-ast';
import type { TextlintRuleModule } from '@textlint/types';
import GithubSlugger from 'github-slugger';
import { hasFileOrFolder, root } from './repository.ts';

/** Refuses relative links to missing files and headings. External links are not followed. */
export const links: TextlintRuleModule = ({ Syntax, RuleError, report, getFilePath }) => {
  const path = relative(root, getFilePath() ?? '');
  const check = (node: AnyTxtNode & { url: string }) => {
    const message = faultOf(node.url, path);
    if (message !== undefined) report(node, new RuleError(message));
  };
  return { [Syntax.Link]: check, [Syntax.Image]: check, [Syntax.Definition]: check };
};

function faultOf(url: string, path: string): string | undefined {
  if (isExternal(url)) return undefined;
  const [file = '', anchor = ''] = decodeURI(url).split('#');
  const target = targetOf(file, path);
  if (!hasFileOrFolder(target))
    return `The link goes to ${target}, which does not exist: correct the path.`;
  if (anchor === '' || !target.endsWith('.md') || anchorsOf(target).has(anchor)) return undefined;
  return `${target} has no heading #${anchor}: link to one of its headings, or to the file alone.`;
}

function isExternal(url: string): boolean {
  return /^([a-z][a-z+.-]*:|\/\/)/i.test(url);
}

/** A path that begins with a slash starts at the root of the repository, as on GitHub. */
function targetOf(file: string, path: string): string {
  if (file === '') return path;
  return file.startsWith('/')
    ? posix.normalize(file.slice(1))
    : posix.normalize(posix.join(posix.dirname(path), file));
}

const anchorsByFile = new Map<string, ReadonlySet<string>>();

/** Anchors of a Markdown file: GitHub's for its headings, and the ids of its HTML. */
function anchorsOf(path: string): ReadonlySet<string> {
  const known = anchorsByFile.get(path);
  if (known) return known;
  const anchors = new Set<string>();
  collectAnchors(parse(readFileSync(join(root, path), 'utf8')), new GithubSlugger(), anchors);
  anchorsByFile.set(path, anchors);
  return anchors;
}

function collectAnchors(node: AnyTxtNode, slugger: GithubSlugger, anchors: Set<string>): void {
  if (node.type === 'Header') anchors.add(slugger.slug(headingText(node)));
  if (node.type === 'Html')
    for (const [, id = ''] of node.raw.matchAll(/\s(?:id|name)="([^"]+)"/g)) anchors.add(id);
  if ('children' in node)
    for (const child of node.children) collectAnchors(child, slugger, anchors);
}

function headingText(node: AnyTxtNode): string {
  if ('children' in node) return node.children.map(headingText).join('');
  return (node.type === 'Str' || node.type === 'Code') && 'value' in node ? node.value : '';
}
