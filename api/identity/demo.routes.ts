import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../platform/common/errors.ts';
import type { Services } from '../platform/context/services.ts';
import { sendRefusal } from '../platform/server/http-refusals.ts';
import { demoTokenOf, demoTokenSeconds, personasOf } from './demo-token.ts';

/**
 * GET /demo/personas and POST /demo/token: sign-in of visitors on a demonstration.
 *
 * These routes issue a token without authentication. The composition root registers them only with
 * LINLI_DEMO=yes. Other instances do not have the addresses at all, so that no misconfiguration can
 * open them; people sign in there. The second lock is the data: only accounts with a persona get a
 * token, and only the demo data creates personas.
 */
export function demoRoutes(server: FastifyInstance, services: Services, issuer: string): void {
  server.get('/demo/personas', async (_, reply) => {
    return reply
      .header('cache-control', 'no-store')
      .send({ personas: await personasOf(services.database) });
  });

  server.post('/demo/token', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    const wanted = tokenRequest.safeParse(request.body);
    if (!wanted.success) {
      return sendRefusal(request, reply, services, 400, new Refusal('PERSONA_NEEDED'));
    }
    const token = await demoTokenOf(services.database, issuer, wanted.data.persona);
    if (token) return reply.send({ token, expiresInSeconds: demoTokenSeconds });
    return sendRefusal(request, reply, services, 404, new Refusal('PERSONA_UNKNOWN'));
  });
}

const tokenRequest = z.object({ persona: z.string().min(1).max(100) });
