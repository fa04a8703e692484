import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFromThisMachine, type TrustedProxies } from './client-address.ts';
import { Refusal } from '../common/errors.ts';
import type { Services } from '../context/services.ts';
import { sendRefusal } from './http-refusals.ts';
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
export function metricsGuard({ metricsToken, trustedProxies }: MetricsAccess, services: Services) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    if (metricsToken === null) {
      // Behind a proxy every request seems to come from the proxy's machine.
      if (trustedProxies === false && isFromThisMachine(request.raw)) return undefined;
      return sendRefusal(request, reply, services, 403, new Refusal('METRICS_CLOSED'));
    }
    const given = bearerToken(request.headers.authorization);
    if (given !== null && timingSafeEqual(digest(given), digest(metricsToken))) return undefined;
    const refusal = new Refusal('UNAUTHENTICATED', { variant: 'METRICS' });
    void reply.header('www-authenticate', 'Bearer');
    return sendRefusal(request, reply, services, 401, refusal);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
