import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../common/errors.ts';
import type { Services } from '../context/services.ts';
import { sendRefusal, unreadableRequest } from './http-refusals.ts';

/**
 * Answers an error of a route that is not an outage, in the shape of GraphQL errors. A client error
 * keeps its status. A server error gets an id that is also in the log, so that every 500 can be
 * found there.
 */
export function sendFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services,
): FastifyReply {
  const unreadable = unreadableRequest(error);
  if (unreadable) return sendRefusal(request, reply, services, error.statusCode ?? 400, unreadable);
  const { method, routeOptions, id } = request;
  // The URL may hold a code or a signed link, so the route is logged and not the URL.
  request.log.error(
    { err: error, method, route: routeOptions.url, requestId: id },
    'A request failed',
  );
  return sendRefusal(request, reply, services, 500, new Refusal('INTERNAL', { number: id }));
}
