import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Services } from '../context/services.ts';
import { type AdmissionController, Overloaded } from '../overload/admission-control.ts';
import { sendOverloaded } from './load-shedding.ts';

/**
 * Admission of a route. By default it waits in the same queue as operations. HEAVY: it blocks the
 * event loop for long, so one runs at a time and a few may wait. OWN: it needs no database, or has
 * its own limits.
 */
export type Admission = 'HEAVY' | 'OWN';

declare module 'fastify' {
  interface FastifyContextConfig {
    admission?: Admission;
  }
}

/**
 * Puts every route that is added later under admission control, unless its `config` says otherwise.
 * Without it, routes outside GraphQL that use the database or much time would bypass the limits and
 * delay all others.
 */
export function admitRoutes(
  server: FastifyInstance,
  operations: AdmissionController,
  services: Services,
): void {
  const admitted = new WeakSet<object>();
  server.addHook('onRoute', (route) => {
    const admission = route.config?.admission;
    // Fastify adds HEAD to each GET, with its hooks.
    if (
      admission === 'OWN' ||
      isOnlyOptions(route) ||
      hooksIn(route.preHandler).some((hook) => admitted.has(hook))
    )
      return;
    // In the same order as operations, which do heavy work too. Another order could deadlock.
    const lines = admission === 'HEAVY' ? [operations, services.heavy] : [operations];
    const lookIn = async (
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> => {
      const full = lines.find((each) => each.isFull);
      if (!full) return undefined;
      full.reject();
      return sendOverloaded(request, reply, services);
    };
    const enter = async (
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> => {
      try {
        for (const each of lines)
          leaveWhenDone(reply, await each.acquire(() => request.raw.socket.destroyed));
        return undefined;
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        return sendOverloaded(request, reply, services);
      }
    };
    admitted.add(enter);
    route.onRequest = [lookIn, ...hooksIn(route.onRequest)] as NonNullable<
      RouteOptions['onRequest']
    >;
    route.preHandler = [...hooksIn(route.preHandler), enter] as NonNullable<
      RouteOptions['preHandler']
    >;
    // The answer is ready: the slot is free for others, however slowly the client reads.
    route.onSend = [...hooksIn(route.onSend), leaveAtAnswer] as NonNullable<RouteOptions['onSend']>;
  });
}

async function leaveAtAnswer<Payload>(
  _: FastifyRequest,
  reply: FastifyReply,
  payload: Payload,
): Promise<Payload> {
  leave(reply);
  return payload;
}

const leaving = new WeakMap<FastifyReply['raw'], (() => void)[]>();

function leaveWhenDone(reply: FastifyReply, leaveLine: () => void): void {
  const { raw } = reply;
  if (raw.destroyed || raw.writableEnded) return leaveLine();
  const all = leaving.get(raw);
  if (all) all.push(leaveLine);
  else {
    leaving.set(raw, [leaveLine]);
    // For a handler that answers past Fastify, or a client that disconnects.
    raw.once('close', () => leave(reply));
  }
}

function leave({ raw }: FastifyReply): void {
  const all = leaving.get(raw);
  if (!all) return;
  leaving.delete(raw);
  for (const leaveLine of all) leaveLine();
}

function hooksIn<Hook>(hooks: Hook | Hook[] | undefined): Hook[] {
  if (hooks === undefined) return [];
  return Array.isArray(hooks) ? hooks : [hooks];
}

/** CORS preflight requests. */
function isOnlyOptions({ method }: RouteOptions): boolean {
  return [method].flat().every((each) => each === 'OPTIONS');
}
