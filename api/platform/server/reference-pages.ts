import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Locale, localeOf } from '../common/messages.ts';
import { type CachedDocument, cachedDocument, sendCached } from './cached-document.ts';
import { Html, markup } from './html.ts';

/** A list that programs read as JSON, and people as a page in either language. */
export interface Reference {
  /** Path of the page; the JSON is at `<path>.json`. */
  readonly path: string;
  readonly json: object;
  readonly page: (locale: Locale) => { title: string; body: Html };
}

/**
 * Serves a reference. Everything is rendered once, when the node starts: a request needs neither the
 * database nor admission. The page works without scripts, and `?lang=en` or `?lang=zh-CN` chooses
 * its language.
 */
export function serveReference(server: FastifyInstance, { path, json, page }: Reference): void {
  const config = { admission: 'OWN' } as const;
  const asJson = cachedDocument(`${JSON.stringify(json, null, 2)}\n`, {
    'content-type': 'application/json; charset=utf-8',
    // The list is public: pages of any origin may read it.
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
  });
  const pages: Record<Locale, CachedDocument> = {
    en: cachedDocument(pageText('en', path, page('en')), pageHeaders),
    'zh-CN': cachedDocument(pageText('zh-CN', path, page('zh-CN')), pageHeaders),
  };
  server.get(`${path}.json`, { config }, (request, reply) => sendCached(request, reply, asJson));
  server.get(path, { config }, (request, reply) =>
    sendCached(request, reply, pages[languageOf(request)]),
  );
}

function languageOf({ query, headers }: FastifyRequest): Locale {
  const { lang } = query as { lang?: unknown };
  if (lang === 'en' || lang === 'zh-CN') return lang;
  return localeOf(headers['accept-language']);
}

function pageText(
  locale: Locale,
  path: string,
  { title, body }: { title: string; body: Html },
): string {
  const other = locale === 'en' ? { lang: 'zh-CN', name: '中文' } : { lang: 'en', name: 'English' };
  return markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Linli 邻里</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><nav><a href="?lang=${other.lang}" hreflang="${other.lang}" lang="${other.lang}">${other.name}</a> <a href="${path}.json">JSON</a></nav></header>
<main><h1>${title}</h1>
${body}</main>
</body>
</html>
`.text;
}

const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --ground: #fff; --line: #d4d4d4; --accent: #0b4f8a; --quiet: #4d4d4d; --mark: #fff3c4; --chip: #eee; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f2; --ground: #141414; --line: #444; --accent: #9fd0ff; --quiet: #c4c4c4; --mark: #4a3d00; --chip: #2b2b2b; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
header, main { max-width: 56rem; margin: 0 auto; padding: 0 1rem; }
header nav { display: flex; gap: 1rem; justify-content: flex-end; padding: .75rem 0; }
main { padding-bottom: 4rem; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: .5rem 0 1rem; }
h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
h2 a { color: inherit; text-decoration: none; } h2 a:hover { text-decoration: underline; }
p { margin: .35rem 0; }
a { color: var(--accent); }
code, h2 { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; }
code { padding: 0 .35em; border-radius: .25rem; background: var(--chip); overflow-wrap: anywhere; }
main > p { margin-bottom: 1.25rem; }
section { padding: 1rem; margin: 0 -1rem; border-top: 1px solid var(--line); scroll-margin-top: .5rem; }
section:target { background: var(--mark); }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: .5rem 0 0; color: var(--quiet); font-size: .9rem; }
dt { font-weight: 600; } dd { margin: 0; display: flex; flex-wrap: wrap; gap: .2rem .4rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd + dt { margin-top: .4rem; } }
.letters { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 1.25rem 0; padding: 0; }
.letters a { display: block; min-width: 2.25rem; padding: .25rem .5rem; text-align: center; border: 1px solid var(--line); border-radius: .25rem; }
:focus-visible { outline: 3px solid #f0a500; outline-offset: 2px; }
`;

const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: 'Accept-Language',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};
