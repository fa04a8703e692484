import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context.ts';
import { limits } from '../limits.ts';
import { type Locale, localeOf } from '../messages.ts';
import { type Line, Overloaded } from '../operation/line.ts';

/** 503 in the caller's language, without an operation: there was none. */
export async function tellOverloaded(
  request: FastifyRequest,
  reply: FastifyReply,
  { messages }: Services,
): Promise<FastifyReply> {
  return reply
    .code(503)
    .headers(headers)
    .send(bodyIn(messages, localeOf(request.headers['accept-language'])));
}

/**
 * Lets a node that has too much to do turn away what comes with a word and nothing else: when thousands ask in each second, all that a server
 * does for a request before it is refused is taken from those that are let in. Pages of other origins go the longer way, since they
 * may read a refusal only with the headers that it gets there.
 */
export function turnAwayAtTheDoor(server: FastifyInstance, line: Line, { messages }: Services): void {
  const [handle] = server.server.listeners('request') as RequestListener[];
  if (!handle) throw new Error('The server does not listen to requests yet.');
  server.server.removeAllListeners('request');
  server.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { url, headers: asked } = request;
    if (line.isFull && asked.origin === undefined && (url === '/graphql' || url?.startsWith('/graphql?'))) {
      line.turnAway();
      const body = bodyIn(messages, localeOf(asked['accept-language']));
      response.writeHead(503, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
    } else handle(request, response);
  });
}

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'retry-after': String(limits.retryAfterSeconds),
  'cache-control': 'no-store',
};

const bodies = new Map<Locale, string>();

function bodyIn(messages: Services['messages'], locale: Locale): string {
  let body = bodies.get(locale);
  if (body === undefined) {
    const overloaded = new Overloaded();
    const { code, params } = overloaded;
    const { message } = messages.userError(overloaded, locale);
    body = JSON.stringify({ errors: [{ message, extensions: { code, params } }] });
    bodies.set(locale, body);
  }
  return body;
}
