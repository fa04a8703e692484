import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { type Locale, localeOf } from '../common/messages.ts';

/** The foundation that the caller chose, for accounts with several. */
export function foundationOf({ headers }: { headers: IncomingHttpHeaders }): string | null {
  const chosen = headers['x-linli-foundation'];
  return typeof chosen === 'string' && chosen !== '' ? chosen : null;
}

/** The token of an Authorization header; null when it holds no bearer token. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** The language of messages, by Accept-Language. */
export function localeIn({ headers }: FastifyRequest): Locale {
  return localeOf(headers['accept-language']);
}
