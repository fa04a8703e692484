import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The root of the clone. */
export const root = join(import.meta.dirname, '..', '..');

/** Files that belong to the repository, and new ones that git does not ignore. */
const files: ReadonlySet<string> = new Set(
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path))),
);
const folders: ReadonlySet<string> = new Set([...files].flatMap(foldersAbove));

export function markdownFiles(): string[] {
  return [...files].filter((path) => path.endsWith('.md')).sort();
}

export function hasFileOrFolder(path: string): boolean {
  const plain = path.replace(/\/$/, '');
  return plain === '' || plain === '.' || files.has(plain) || folders.has(plain);
}

/** Whether a path ends so. The pattern may contain `*` and `{a,b}`. */
export function hasPathLike(pattern: string): boolean {
  const anywhere = `**/${pattern.replace(/\/$/, '')}`;
  return [...files, ...folders].some((path) => posix.matchesGlob(path, anywhere));
}

/** Whether the first part of a path is a file or folder at the root. */
export function startsAtRoot(path: string): boolean {
  return hasFileOrFolder(path.split('/')[0] ?? '');
}

/** Whether the path is made at run time, such as `.data/`: git ignores it. */
export function isIgnored(path: string): boolean {
  return (
    spawnSync('git', ['check-ignore', '--quiet', '--no-index', path], { cwd: root }).status === 0
  );
}

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)];
}
