import { scopes, isScope } from '../../../schema/identity/scope.ts';
import { inLanguage, type Locale } from '../../platform/common/messages.ts';
import { roleWords } from '../role-words.ts';
import type { PendingInvitation } from '../invitations.queries.ts';
import type { FoundationChoice } from './foundation-choice.ts';
import { type Html, markup } from '../../platform/server/html.ts';
import { pageText } from './html.ts';
import { say, type TextName } from './texts.ts';

/** Common values of all pages of one sign-in. */
export interface PageScope {
  locale: Locale;
  /** Path of its forms. */
  path: string;
  appName: string;
}

export interface Trouble {
  name: TextName;
  values?: Record<string, string | number>;
}

/** First page: the phone and the sign-in method. On a demonstration also the personas. */
export function phonePage(
  scope: PageScope,
  {
    phone = '',
    trouble,
    personas = [],
  }: { phone?: string; trouble?: Trouble; personas?: readonly Persona[] },
): string {
  const { locale } = scope;
  return page(scope, say(locale, 'signInTo', { app: scope.appName }), [
    alarm(locale, trouble),
    markup`<form method="post" action="${scope.path}/code">
      ${language(locale)}${phoneField(locale, phone, trouble !== undefined)}
      <button type="submit">${say(locale, 'sendCode')}</button>
      <button type="submit" class="second" formaction="${scope.path}/use-password">
        ${say(locale, 'usePassword')}
      </button>
    </form>`,
    personas.length > 0 && personaList(scope, personas),
    bottom(scope),
  ]);
}

export interface Persona {
  persona: string;
  displayName: string;
}

function personaList({ locale, path }: PageScope, personas: readonly Persona[]): Html {
  return markup`<section aria-labelledby="personas">
    <h2 id="personas">${say(locale, 'personas')}</h2>
    <p class="hint">${say(locale, 'personasHint')}</p>
    <form method="post" action="${path}/persona">
      ${language(locale)}
      <ul class="choices">
        ${personas.map(
          ({ persona, displayName }) =>
            markup`<li>
              <button class="second" name="persona" value="${persona}">${displayName} · ${persona}</button>
            </li>`,
        )}
      </ul>
    </form>
  </section>`;
}

/** Second page: the code that was, or would have been, sent. */
export function codePage(
  scope: PageScope,
  { phone, trouble }: { phone: string; trouble?: Trouble },
): string {
  const { locale, path } = scope;
  return page(scope, say(locale, 'enterCode'), [
    alarm(locale, trouble),
    markup`<p id="sent">${say(locale, 'codeSent', { phone })}</p>
      <form method="post" action="${path}/verify">
        ${language(locale)}<input type="hidden" name="phone" value="${phone}" />
        <label for="code">${say(locale, 'code')}</label>
        <input
          type="text"
          id="code"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="12"
          required
          autofocus
          aria-describedby="sent"
          ${invalid(trouble)}
        />
        <button type="submit">${say(locale, 'signIn')}</button>
        <button type="submit" class="second" formaction="${path}/code" formnovalidate>
          ${say(locale, 'anotherCode')}
        </button>
        <button type="submit" class="second" formaction="${path}/start" formnovalidate>
          ${say(locale, 'otherPhone')}
        </button>
      </form>`,
    bottom(scope),
  ]);
}

export function passwordPage(
  scope: PageScope,
  { phone = '', trouble }: { phone?: string; trouble?: Trouble },
): string {
  const { locale, path } = scope;
  return page(scope, say(locale, 'signInTo', { app: scope.appName }), [
    alarm(locale, trouble),
    markup`<form method="post" action="${path}/password">
      ${language(locale)}${phoneField(locale, phone, trouble !== undefined)}
      <label for="password">${say(locale, 'password')}</label>
      <input
        type="password"
        id="password"
        name="password"
        autocomplete="current-password"
        maxlength="400"
        required ${invalid(trouble)}
      />
      <button type="submit">${say(locale, 'signIn')}</button>
      <button type="submit" class="second" formaction="${path}/start" formnovalidate>${say(locale, 'useCode')}</button>
    </form>`,
    bottom(scope),
  ]);
}

/** Offers of foundations to the signed-in person; none is in force until accepted. */
export function invitationPage(scope: PageScope, offers: readonly PendingInvitation[]): string {
  const { locale, path } = scope;
  return page(scope, say(locale, 'invitations'), [
    markup`<p>${say(locale, 'invitationsHint')}</p>
      <form method="post" action="${path}/invitation">
        ${language(locale)}
        <ul class="choices">
          ${offers.map(
            (offer) =>
              markup`<li>
                <p>${sentenceOf(locale, offer)}</p>
                <button name="accept" value="${offer.id}">${say(locale, 'accept')}</button>
                <button class="second" name="decline" value="${offer.id}">${say(locale, 'decline')}</button>
              </li>`,
          )}
        </ul>
        <button class="second">${say(locale, 'notNow')}</button>
      </form>`,
    bottom(scope),
  ]);
}

function sentenceOf(
  locale: Locale,
  { foundationName: foundation, role, issuerName, subject }: PendingInvitation,
): string {
  if (role)
    return say(locale, 'offersRole', { foundation, role: inLanguage(roleWords[role], locale) });
  const values = { foundation, issuer: issuerName ?? '', subject: subject ?? '' };
  return say(locale, subject ? 'offersLink' : 'offersPhoneLink', values);
}

/** Choice between several foundations. */
export function foundationPage(scope: PageScope, foundations: readonly FoundationChoice[]): string {
  const { locale, path } = scope;
  return page(scope, say(locale, 'chooseFoundation'), [
    markup`<form method="post" action="${path}/foundation">
      ${language(locale)}
      <ul class="choices">
        ${foundations.map(
          ({ id, name }) =>
            markup`<li><button class="second" name="foundation" value="${id}">${name}</button></li>`,
        )}
      </ul>
    </form>`,
    bottom(scope),
  ]);
}

/** Consent to a third-party app; first-party apps need none. */
export function consentPage(
  scope: PageScope,
  { foundation, asked }: { foundation: FoundationChoice; asked: readonly string[] },
): string {
  const { locale, path, appName } = scope;
  const scopeTexts = asked
    .filter(isScope)
    .map((name) => scopes[name][locale === 'zh-CN' ? 'zh' : 'en']);
  return page(scope, say(locale, 'consent', { app: appName }), [
    markup`<p>${say(locale, 'consentAsks', { app: appName, foundation: foundation.name })}</p>
      <ul>
        ${scopeTexts.map((text) => markup`<li>${text}</li>`)}
      </ul>
      <form method="post" action="${path}/consent">
        ${language(locale)}
        <input type="hidden" name="foundation" value="${foundation.id}" />
        <button type="submit">${say(locale, 'allow')}</button>
        <button type="submit" class="second" formaction="${path}/cancel">${say(locale, 'deny')}</button>
      </form>`,
    languageSwitch(scope),
  ]);
}

/** A sentence and a link back, without a form. */
export function sentencePage(scope: PageScope, name: TextName): string {
  const { locale, appName } = scope;
  return page(scope, say(locale, 'refused'), [
    markup`<p>${say(locale, name, { app: appName })}</p>`,
    bottom(scope),
  ]);
}

function page({ locale }: PageScope, title: string, parts: readonly unknown[]): string {
  return pageText({
    locale,
    title,
    body: markup`<h1>${title}</h1>
      ${parts}`,
  });
}

function phoneField(locale: Locale, phone: string, isInvalid: boolean): Html {
  return markup`<label for="phone">${say(locale, 'phone')}</label>
    <p class="hint" id="phone-hint">${say(locale, 'phoneHint')}</p>
    <input
      type="tel"
      id="phone"
      name="phone"
      value="${phone}"
      autocomplete="tel"
      maxlength="40"
      required
      autofocus
      aria-describedby="phone-hint"
      ${isInvalid ? markup` aria-invalid="true" aria-errormessage="trouble"` : ''}
    />`;
}

function invalid(trouble: Trouble | undefined): Html {
  return trouble ? markup` aria-invalid="true" aria-errormessage="trouble"` : markup``;
}

function alarm(locale: Locale, trouble: Trouble | undefined): Html | null {
  return trouble
    ? markup`<p class="alarm" id="trouble" role="alert">${say(locale, trouble.name, trouble.values)}</p>`
    : null;
}

/** Each form carries the chosen language, since there is no cookie for it. */
function language(locale: Locale): Html {
  return markup`<input type="hidden" name="lang" value="${locale}" />`;
}

function bottom(scope: PageScope): Html {
  return markup`<form method="post" action="${scope.path}/cancel">
      ${language(scope.locale)} <button type="submit" class="plain">${say(scope.locale, 'cancel')}</button>
    </form>
    ${languageSwitch(scope)}`;
}

function languageSwitch({ locale, path }: PageScope): Html {
  const other = locale === 'zh-CN' ? 'en' : 'zh-CN';
  return markup`<nav>
    <a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${say(locale, 'otherLanguage')}</a>
  </nav>`;
}
