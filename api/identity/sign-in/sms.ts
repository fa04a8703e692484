import type { FastifyBaseLogger } from 'fastify';
import type { Locale } from '../../platform/common/messages.ts';
import type { Settings } from '../../platform/config/settings.ts';
import { maskedPhone } from './phones.ts';

/** Sends text messages. */
export interface SmsSender {
  send(message: { phone: string; text: string; code: string; locale: Locale }): Promise<void>;
}

/** The configured sender; null when there is none, which disables sign-in by code. */
export function smsSender(
  { smsGateway, isDemo }: Settings,
  log: FastifyBaseLogger,
): SmsSender | null {
  if (smsGateway) return gateway(smsGateway.url, smsGateway.token);
  return isDemo ? toConsole(log) : null;
}

/**
 * A gateway that accepts JSON (`phone`, `text`, `code`, `locale`) by POST and answers with any 2xx.
 */
function gateway(url: string, token: string | null): SmsSender {
  return {
    async send(message) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(message),
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The SMS gateway answered with ${response.status}.`);
    },
  };
}

/** For development: logs the code to the console. */
function toConsole(log: FastifyBaseLogger): SmsSender {
  return {
    async send({ phone, text, code }) {
      log.warn({ code, to: maskedPhone(phone) }, `Text message: ${text}`);
    },
  };
}
