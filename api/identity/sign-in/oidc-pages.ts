import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { localeOf } from '../../platform/common/messages.ts';
import { Html, markup } from '../../platform/server/html.ts';
import { pageHeaders, pageText } from './html.ts';
import { say } from './texts.ts';

/** Shows an error that cannot be returned to the app, such as an unregistered redirect URI. */
export async function renderProviderError(
  ctx: KoaContextWithOIDC,
  out: ErrorOut,
  _error: Error,
): Promise<void> {
  const isOurs = out.error === 'server_error';
  respond(
    ctx,
    isOurs ? 'broken' : 'refused',
    isOurs
      ? (locale) => markup`<p>${say(locale, 'brokenHint')}</p>`
      : (locale) =>
          markup`<p>${say(locale, 'refusedHint')}</p>
            <p><code>${out.error}</code>: ${out.error_description ?? ''}</p>`,
  );
}

export async function renderSignOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  respond(
    ctx,
    'signOut',
    (locale) =>
      markup`${new Html(form)}
        <button type="submit" form="op.logoutForm" value="yes" name="logout" autofocus>
          ${say(locale, 'signOutYes')}
        </button>
        <button type="submit" form="op.logoutForm" class="second">${say(locale, 'signOutNo')}</button>`,
    ctx.oidc.client?.postLogoutRedirectUris ?? [],
  );
}

export async function renderSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  respond(ctx, 'signedOut', (locale) => markup`<p>${say(locale, 'signedOutHint')}</p>`);
}

function respond(
  ctx: KoaContextWithOIDC,
  title: 'broken' | 'refused' | 'signOut' | 'signedOut',
  body: (locale: ReturnType<typeof localeOf>) => Html,
  targets: readonly string[] = [],
): void {
  const locale = localeOf(ctx.get('accept-language'));
  const heading = say(locale, title);
  ctx.set(pageHeaders(targets.map(formTargetOf)));
  ctx.body = pageText({
    locale,
    title: heading,
    body: markup`<h1>${heading}</h1>
      ${body(locale)}`,
  });
}

/** The form-action source of a redirect URI: an origin, or the scheme of a mobile app. */
export function formTargetOf(uri: string): string {
  const { protocol, origin } = new URL(uri);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}
