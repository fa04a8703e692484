import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFromThisMachine, type TrustedProxies } from './client-address.ts';
import { bearerToken } from './request-headers.ts';

export interface MetricsAccess {
  metricsToken: string | null;
  trustedProxies: TrustedProxies;
}

/**
 * Access to /metrics: with LINLI_METRICS_TOKEN if it is set, otherwise for programs on the same
 * machine. Metrics name nobody, but they reveal how busy a foundation is and when a node is close
 * to its limits. Each scrape also queries the database.
 */
export function metricsGuard({ metricsToken, trustedProxies }: MetricsAccess) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    if (metricsToken === null) {
      // Behind a proxy every request seems to come from the proxy's machine.
      if (trustedProxies === false && isFromThisMachine(request.raw)) return undefined;
      return refuse(
        reply.code(403),
        'METRICS_CLOSED',
        'Figures are told to programs on the same machine only. Set LINLI_METRICS_TOKEN, and send it as Authorization: Bearer <token>.',
      );
    }
    const given = bearerToken(request.headers.authorization);
    if (given !== null && timingSafeEqual(digest(given), digest(metricsToken))) return undefined;
    return refuse(
      reply.code(401).header('www-authenticate', 'Bearer'),
      'UNAUTHENTICATED',
      'Send the token of LINLI_METRICS_TOKEN as Authorization: Bearer <token>.',
    );
  };
}

async function refuse(reply: FastifyReply, code: string, message: string): Promise<FastifyReply> {
  return reply
    .header('cache-control', 'no-store')
    .send({ errors: [{ message, extensions: { code } }] });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
