import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers an error of a route that is not an outage. A client error is reported as Fastify reports
 * it. A server error gets an id that is also in the log, so that every 500 can be found there.
 */
export async function sendFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.send(error);
  const { method, routeOptions, id } = request;
  // The URL may hold a code or a signed link, so the route is logged and not the URL.
  request.log.error(
    { err: error, method, route: routeOptions.url, requestId: id },
    'A request failed',
  );
  reply.header('cache-control', 'no-store');
  const message = `An internal error occurred. Report this number to the operator: ${id}.`;
  return reply
    .code(500)
    .send({ errors: [{ message, extensions: { code: 'INTERNAL', requestId: id } }] });
}
