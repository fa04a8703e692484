import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers an error of a route that is no outage. A fault of the caller is told as Fastify tells it.
 * A fault of ours gets a number that the log holds too, so that every 500 can be found there.
 */
export async function sendFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.send(error);
  const { method, routeOptions, id } = request;
  // The address may hold a code or a link that opens something, so the route is logged and not what
  // was asked.
  request.log.error(
    { err: error, method, route: routeOptions.url, requestId: id },
    'A request failed',
  );
  reply.header('cache-control', 'no-store');
  const message = `Something went wrong on our side. Tell us this number: ${id}.`;
  return reply
    .code(500)
    .send({ errors: [{ message, extensions: { code: 'INTERNAL', requestId: id } }] });
}
