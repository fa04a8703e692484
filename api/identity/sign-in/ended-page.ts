import type { Locale } from '../../platform/common/messages.ts';
import { markup } from '../../platform/server/html.ts';
import { pageText } from './html.ts';
import { say } from './texts.ts';

/** Page for a sign-in that has expired or is unknown. */
export function endedPage(locale: Locale): string {
  const title = say(locale, 'ended');
  return pageText({
    locale,
    title,
    body: markup`<h1>${title}</h1>
      <p>${say(locale, 'endedHint')}</p>`,
  });
}
