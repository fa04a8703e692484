import type { FastifyBaseLogger } from 'fastify';
import type { Locale } from '../../platform/messages.ts';
import type { Settings } from '../../platform/settings.ts';
import { maskedPhone } from './phones.ts';

/** How a text message leaves the house. */
export interface SmsSender {
  send(message: { phone: string; text: string; code: string; locale: Locale }): Promise<void>;
}

/** The sender that the settings name; null when there is none, and then nobody can sign in by a code. */
export function smsSender({ smsGateway, isDemo }: Settings, log: FastifyBaseLogger): SmsSender | null {
  if (smsGateway) return gateway(smsGateway.url, smsGateway.token);
  return isDemo ? toConsole(log) : null;
}

/** A gateway that takes JSON (`phone`, `text`, `code`, `locale`) by POST and answers with any 2xx. */
function gateway(url: string, token: string | null): SmsSender {
  return {
    async send(message) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The SMS gateway answered with ${response.status}.`);
    },
  };
}

/** For development: whoever starts the platform reads the code where it runs. */
function toConsole(log: FastifyBaseLogger): SmsSender {
  return {
    async send({ phone, text, code }) {
      log.warn({ code, to: maskedPhone(phone) }, `Text message: ${text}`);
    },
  };
}
