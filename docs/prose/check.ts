import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextlintKernel } from '@textlint/kernel';
import markdown from '@textlint/textlint-plugin-markdown';
import type { TextlintRuleModule } from '@textlint/types';
import { filePaths } from './file-paths.ts';
import { links } from './links.ts';
import { refusedWords } from './refused-words.ts';
import { markdownFiles, root } from './repository.ts';
import { sentenceLength } from './sentence-length.ts';

/** The textlint rules of each command: `node docs/prose/check.ts prose` or `links`. */
const rulesByCommand: Readonly<Record<string, Readonly<Record<string, TextlintRuleModule>>>> = {
  prose: { 'sentence-length': sentenceLength, 'refused-words': refusedWords },
  links: { links, 'file-paths': filePaths },
};

const command = process.argv[2] ?? '';
const rules = rulesByCommand[command];
if (rules) await check(rules);
else {
  process.stderr.write('Name the check: "npm run prose" or "npm run links".\n');
  process.exitCode = 1;
}

async function check(modules: Readonly<Record<string, TextlintRuleModule>>): Promise<void> {
  const files = markdownFiles();
  const findings = (await Promise.all(files.map((path) => lint(path, modules)))).flat();
  for (const finding of findings) process.stdout.write(`${finding}\n`);
  process.stdout.write(`${command}: ${files.length} files, ${findings.length} findings\n`);
  if (findings.length > 0) process.exitCode = 1;
}

async function lint(
  path: string,
  modules: Readonly<Record<string, TextlintRuleModule>>,
): Promise<string[]> {
  const filePath = join(root, path);
  const { messages } = await new TextlintKernel().lintText(readFileSync(filePath, 'utf8'), {
    filePath,
    ext: '.md',
    plugins: [{ pluginId: 'markdown', plugin: markdown.default }],
    rules: Object.entries(modules).map(([ruleId, rule]) => ({ ruleId, rule })),
  });
  return messages.map(
    ({ loc, message, ruleId }) =>
      `${path}:${loc.start.line}:${loc.start.column}  ${message} (${ruleId})`,
  );
}
