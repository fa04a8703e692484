import { createHash } from 'node:crypto';
import type { Locale } from '../../platform/common/messages.ts';
import { Html, markup } from '../../platform/server/html.ts';

export interface Page {
  locale: Locale;
  title: string;
  body: Html;
}

/** Frame of all sign-in pages: no scripts, no images, no external resources. */
export function pageText({ locale, title, body }: Page): string {
  return markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Linli 邻里</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>${body}</main>
</body>
</html>
`.text;
}

// Large type: most users here are over sixty. Contrast is at least 7:1; the focus ring is visible
// on both grounds.
const style = `
:root { color-scheme: light dark; --ink: #1b1b1b; --ground: #fff; --line: #595959; --accent: #0b4f8a; --on-accent: #fff; --alarm: #9b1c1c; --quiet: #444; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f5f5; --ground: #121212; --line: #b8b8b8; --accent: #9fd0ff; --on-accent: #06213c; --alarm: #ffb4ab; --quiet: #d0d0d0; } }
* { box-sizing: border-box; }
html { font-size: 125%; }
body { margin: 0; color: var(--ink); background: var(--ground); font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; line-height: 1.6; }
main { max-width: 30rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.3; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
p { margin: 0 0 1rem; }
label { display: block; font-weight: 600; margin: 1.2rem 0 .3rem; }
.hint { color: var(--quiet); margin: 0 0 .4rem; font-size: .95rem; }
input[type="tel"], input[type="text"], input[type="password"] { width: 100%; min-height: 3.2rem; padding: .4rem .8rem; font: inherit; font-size: 1.3rem; color: inherit; background: transparent; border: 2px solid var(--line); border-radius: .5rem; }
input[aria-invalid="true"] { border-color: var(--alarm); }
button { width: 100%; min-height: 3.2rem; margin: 1.2rem 0 0; padding: .5rem 1rem; font: inherit; font-size: 1.2rem; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 2px solid var(--accent); border-radius: .5rem; cursor: pointer; }
button.second { color: var(--accent); background: transparent; }
button.plain { width: auto; min-height: 2.4rem; padding: .2rem .4rem; font-size: 1rem; font-weight: 400; color: var(--accent); background: transparent; border: 0; text-decoration: underline; }
ul.choices { list-style: none; margin: 0; padding: 0; } ul.choices button { margin: .5rem 0 0; font-size: 1rem; text-align: start; }
:focus-visible { outline: 4px solid #f0a500; outline-offset: 2px; }
.alarm { border: 2px solid var(--alarm); border-radius: .5rem; padding: .8rem 1rem; margin: 0 0 1rem; color: var(--alarm); font-weight: 600; }
.alarm:focus { outline: 4px solid #f0a500; }
nav { margin: 2.5rem 0 0; display: flex; gap: 1rem; flex-wrap: wrap; }
nav form { margin: 0; } a { color: var(--accent); }
`;

/** Content security policy: allows this style, forms to this origin, and redirects to the app. */
function contentSecurityPolicy(appTargets: readonly string[] = []): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    // Browsers also apply form-action to redirects after a form.
    `form-action ${["'self'", ...appTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function pageHeaders(appTargets: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy(appTargets),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
