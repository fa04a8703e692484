import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context/services.ts';
import type { Refusal } from '../errors.ts';
import { limits } from '../limits.ts';
import { type Locale, localeOf } from '../messages.ts';
import { type AdmissionController, Overloaded } from './admission-control.ts';

/** 503 in the caller's language, without an operation: there was none. */
export async function sendOverloaded(
  request: FastifyRequest,
  reply: FastifyReply,
  { messages }: Services,
): Promise<FastifyReply> {
  return sendUnavailable(request, reply, messages, new Overloaded());
}

/** Answers a request that Fastify has taken on with 503 and the reason. */
export async function sendUnavailable(
  request: FastifyRequest,
  reply: FastifyReply,
  messages: Services['messages'],
  why: Refusal,
): Promise<FastifyReply> {
  return reply
    .code(503)
    .headers(headers)
    .send(bodyIn(messages, localeOf(request.headers['accept-language']), why));
}

/**
 * Refuses requests before Fastify sees them when the node has too much to do. With thousands of
 * requests a second, whatever is done for one before it is refused is taken from those that are let
 * in. Requests of other origins are refused later, because a browser shows them a refusal only with
 * the headers of CORS.
 */
export function shedBeforeFastify(
  admission: AdmissionController,
  messages: Services['messages'],
  handle: RequestListener,
): RequestListener {
  return (request, response) => {
    const { url, headers: asked } = request;
    if (
      admission.isFull &&
      asked.origin === undefined &&
      (url === '/graphql' || url?.startsWith('/graphql?'))
    ) {
      answerUnavailable(request, response, messages, admission.reject());
    } else handle(request, response);
  };
}

/** Answers a request that Fastify has not seen with 503 and the reason. */
export function answerUnavailable(
  request: IncomingMessage,
  response: ServerResponse,
  messages: Services['messages'],
  why: Refusal,
): void {
  const body = bodyIn(messages, localeOf(request.headers['accept-language']), why);
  response.writeHead(503, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'retry-after': String(limits.retryAfterSeconds),
  'cache-control': 'no-store',
};

const bodies = new Map<string, string>();

function bodyIn(messages: Services['messages'], locale: Locale, why: Refusal): string {
  const key = `${why.code} ${locale}`;
  let body = bodies.get(key);
  if (body === undefined) {
    const { code, params } = why;
    const { message } = messages.userError(why, locale);
    body = JSON.stringify({ errors: [{ message, extensions: { code, params } }] });
    bodies.set(key, body);
  }
  return body;
}
