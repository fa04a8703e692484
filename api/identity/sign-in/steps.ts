import type { FastifyBaseLogger } from 'fastify';
import type { Client } from 'oidc-provider';
import { statement } from '../../platform/database/statement.ts';
import { identityLimits } from '../limits.ts';
import { outageOf } from '../../platform/common/outage.ts';
import { localeOf, type Locale } from '../../platform/common/messages.ts';
import { addressBlock } from '../../platform/server/client-address.ts';
import type { IdentityStore } from '../identity-store.ts';
import type { Attempts } from './rate-limit.ts';
import type { Codes } from './one-time-codes.ts';
import { ConsentSteps } from './consent-steps.ts';
import { endedPage } from './ended-page.ts';
import { pageHeaders } from './html.ts';
import type { Invitations } from './invitations.ts';
import type { OpenId } from './oidc-provider.ts';
import { codePage, passwordPage, type Persona, phonePage, type Trouble } from './pages.ts';
import {
  accountByPassword,
  accountOfPhone,
  HashingBusy,
  passwordTries,
  triesOf,
} from './passwords.ts';
import { phoneFrom } from './phones.ts';
import { formTargetOf } from './oidc-pages.ts';
import type { SmsSender } from './sms.ts';
import { finish, respond, type Step, type Visit } from './step.ts';
import { subjectOf } from './subject.ts';
import { say } from './texts.ts';

export interface SignInStepsOptions {
  openId: OpenId;
  store: IdentityStore;
  invitations: Invitations;
  attempts: Attempts;
  codes: Codes;
  phoneKey: Buffer;
  sms: SmsSender | null;
  isDemo: boolean;
  log: FastifyBaseLogger;
}

/**
 * Handles page requests and forms of sign-in. Stateless, except for the provider's interaction and
 * the forms' fields.
 */
export class SignInSteps {
  private readonly consent: ConsentSteps;

  constructor(private readonly options: SignInStepsOptions) {
    this.consent = new ConsentSteps(options.store, options.invitations);
  }

  /** Shows the current page of the sign-in. */
  async show(visit: Visit): Promise<void> {
    const step = await this.begin(visit);
    if (!step) return;
    if (step.interaction.prompt.name === 'consent') return this.consent.show(step);
    await this.showPhone(step, {});
  }

  /** Handles a form of the sign-in. */
  async take(visit: Visit): Promise<void> {
    const step = await this.begin(visit);
    if (!step) return;
    const take = Object.hasOwn(this.takers, visit.step) ? this.takers[visit.step] : undefined;
    if (!take) {
      visit.reply.callNotFound();
      return;
    }
    // A repeated or stale form belongs to a finished step: show the current one.
    const isOver = (step.interaction.prompt.name === 'consent') !== consentForms.has(visit.step);
    if (isOver && visit.step !== 'cancel') return this.show(visit);
    await take(step);
  }

  private readonly takers: Record<string, (step: Step) => Promise<void>> = {
    start: (step) => this.showPhone(step, { phone: step.visit.form['phone'] }),
    'use-password': (step) => this.showPassword(step, { phone: step.visit.form['phone'] }),
    code: (step) => this.sendCode(step),
    verify: (step) => this.verifyCode(step),
    password: (step) => this.verifyPassword(step),
    persona: (step) => this.enterAsPersona(step),
    foundation: (step) => this.consent.chooseFoundation(step),
    consent: (step) => this.consent.agree(step),
    invitation: (step) => this.consent.answerInvitation(step),
    cancel: (step) =>
      finish(step, { error: 'access_denied', error_description: 'the person did not sign in' }),
  };

  private async begin(visit: Visit): Promise<Step | null> {
    const { request, reply, uid } = visit;
    const provider = await this.options.openId.provider();
    const locale = languageOf(visit);
    const interaction = await provider
      .interactionDetails(request.raw, reply.raw)
      .catch((error: unknown) => {
        // A failed read does not mean that the sign-in has ended.
        if (outageOf(error)) throw error;
        return null;
      });
    // The cookie names the sign-in. A different path is a page of another sign-in that was left
    // open.
    if (!interaction || interaction.uid !== uid) {
      await reply.code(400).headers(pageHeaders()).send(endedPage(locale));
      return null;
    }
    const client = await provider.Client.find(String(interaction.params['client_id']));
    return {
      visit,
      provider,
      interaction,
      scope: { locale, path: `/sign-in/${uid}`, appName: nameOf(client, locale) },
      targets: [formTargetOf(String(interaction.params['redirect_uri']))],
    };
  }

  private async sendCode(step: Step): Promise<void> {
    const { sms, codes, log } = this.options;
    const { locale } = step.scope;
    if (!sms)
      return this.showPassword(step, {
        phone: step.visit.form['phone'],
        trouble: { name: 'noCodes' },
      });
    const phone = phoneFrom(step.visit.form['phone'] ?? '');
    if (!phone)
      return this.showPhone(step, {
        phone: step.visit.form['phone'],
        trouble: { name: 'phoneWrong' },
      });
    const { ip } = step.visit.request;
    const pauseSeconds = await this.options.attempts.count([
      {
        kind: 'code pause',
        subject: phone,
        max: 1,
        windowSeconds: identityLimits.codePauseSeconds,
      },
      {
        kind: 'code',
        subject: phone,
        max: identityLimits.codesPerPhoneHourMax,
        windowSeconds: 3_600,
      },
      {
        kind: 'code address',
        subject: addressBlock(ip),
        max: identityLimits.codesPerAddressHourMax,
        windowSeconds: 3_600,
      },
    ]);
    if (pauseSeconds > 0)
      return this.refuseForNow(step, pauseSeconds, (trouble) =>
        codePage(step.scope, { phone, trouble }),
      );
    const code = await codes.make(phone, step.interaction.uid);
    // Not awaited: the gateway's latency would reveal that the phone is known.
    if (code)
      void sms
        .send({ phone, code, locale, text: say(locale, 'sms', { code }) })
        .catch((error: unknown) => log.error({ err: error }, 'A text message could not be sent'));
    await respond(step, codePage(step.scope, { phone }));
  }

  private async verifyCode(step: Step): Promise<void> {
    const phone = phoneFrom(step.visit.form['phone'] ?? '');
    if (!phone) return this.showPhone(step, { trouble: { name: 'phoneWrong' } });
    const again = (trouble: Trouble) => codePage(step.scope, { phone, trouble });
    const waitSeconds = await this.options.attempts.count(
      triesOf('code try', phone, step.visit.request.ip),
    );
    if (waitSeconds > 0) return this.refuseForNow(step, waitSeconds, again);
    const code = (step.visit.form['code'] ?? '')
      .slice(0, 40)
      .normalize('NFKC')
      .replaceAll(/\D/g, '');
    const accountId = await this.options.codes.redeem(phone, step.interaction.uid, code);
    if (!accountId) return this.refuse(step, again({ name: 'codeWrong' }), 'wrong code');
    await this.enter(step, accountId, 'otp');
  }

  private async verifyPassword(step: Step): Promise<void> {
    const { store, phoneKey, attempts } = this.options;
    const { phone: typed = '', password = '' } = step.visit.form;
    const phone = phoneFrom(typed);
    if (!phone) return this.showPassword(step, { phone: typed, trouble: { name: 'phoneWrong' } });
    const again = (trouble: Trouble) => passwordPage(step.scope, { phone: typed, trouble });
    const waitSeconds = await attempts.count(
      passwordTries((await accountOfPhone(store, phoneKey, phone)) ?? phone, step.visit.request.ip),
    );
    if (waitSeconds > 0) return this.refuseForNow(step, waitSeconds, again);
    let accountId: string | null = null;
    try {
      if (password.length <= identityLimits.passwordLengthMax * 2)
        accountId = await accountByPassword(store, phoneKey, phone, password);
    } catch (error) {
      if (!(error instanceof HashingBusy)) throw error;
      step.visit.reply.header('retry-after', '5');
      return respond(step, again({ name: 'busy' }), 503);
    }
    if (!accountId) return this.refuse(step, again({ name: 'passwordWrong' }), 'wrong password');
    await this.enter(step, accountId, 'pwd');
  }

  /** On a demonstration only; elsewhere the form is neither shown nor accepted. */
  private async enterAsPersona(step: Step): Promise<void> {
    const [account] = this.options.isDemo
      ? await this.options.store.rows<{ id: string }>(selectDemoAccount, {
          persona: step.visit.form['persona'] ?? '',
        })
      : [];
    if (!account) return this.showPhone(step, {});
    await this.enter(step, account.id, 'demo');
  }

  private async enter(step: Step, accountId: string, method: string): Promise<void> {
    this.options.log.info(
      { accountId, method, app: step.interaction.params['client_id'] },
      'Signed in',
    );
    await finish(step, { login: { accountId: subjectOf(accountId), amr: [method] } });
  }

  private async showPhone(
    step: Step,
    shown: { phone?: string | undefined; trouble?: Trouble },
  ): Promise<void> {
    const personas = this.options.isDemo
      ? await this.options.store.rows<Persona>(selectDemoPersonas)
      : [];
    await respond(
      step,
      phonePage(step.scope, { ...shown, phone: shown.phone?.slice(0, 40), personas }),
      shown.trouble ? 422 : 200,
    );
  }

  private async showPassword(
    step: Step,
    shown: { phone?: string | undefined; trouble?: Trouble },
  ): Promise<void> {
    await respond(
      step,
      passwordPage(step.scope, { ...shown, phone: shown.phone?.slice(0, 40) }),
      shown.trouble ? 422 : 200,
    );
  }

  private async refuse(step: Step, text: string, reason: string): Promise<void> {
    this.options.log.warn(
      { event: 'sign-in', reason, app: step.interaction.params['client_id'] },
      'Sign-in was refused',
    );
    await respond(step, text, 422);
  }

  private async refuseForNow(
    step: Step,
    waitSeconds: number,
    again: (trouble: Trouble) => string,
  ): Promise<void> {
    this.options.log.warn(
      { event: 'sign-in', reason: 'too many tries', waitSeconds },
      'Sign-in was refused',
    );
    const trouble: Trouble =
      waitSeconds <= identityLimits.codePauseSeconds
        ? { name: 'pause', values: { seconds: waitSeconds } }
        : { name: 'tooMany', values: { minutes: Math.ceil(waitSeconds / 60) } };
    step.visit.reply.header('retry-after', String(waitSeconds));
    await respond(step, again(trouble), 429);
  }
}

const consentForms: ReadonlySet<string> = new Set(['foundation', 'consent', 'invitation']);

function nameOf(client: Client | undefined, locale: Locale): string {
  const name = locale === 'en' ? client?.['linli_name_en'] : client?.clientName;
  return typeof name === 'string' ? name : '';
}

function languageOf({ query, form, request }: Visit): Locale {
  const chosen = query['lang'] ?? form['lang'];
  return chosen === 'en' || chosen === 'zh-CN'
    ? chosen
    : localeOf(request.headers['accept-language']);
}

const selectDemoAccount = statement(
  'identity.selectDemoAccount',
  'select id from account where persona = :persona and is_active',
);
const selectDemoPersonas = statement(
  'identity.selectDemoPersonas',
  'select persona, display_name from account where persona is not null and is_active order by persona limit 200',
);
