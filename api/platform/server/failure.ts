import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Answers for whatever a route threw and that is no outage: what the caller did wrong as Fastify tells it, what is ours with a number that stands in the log
 * too. Nothing of ours is told silently: a 500 that nobody logs is one that nobody mends.
 */
export async function tellFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = error.statusCode ?? 500;
  if (status < 500) return reply.send(error);
  const { method, routeOptions, id } = request;
  // The address may hold a code or a link that opens something, so the route is logged and not what was asked.
  request.log.error({ err: error, method, route: routeOptions.url, requestId: id }, 'A request failed');
  reply.header('cache-control', 'no-store');
  const message = `Something went wrong on our side. Tell us this number: ${id}.`;
  return reply.code(500).send({ errors: [{ message, extensions: { code: 'INTERNAL', requestId: id } }] });
}
