import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context/services.ts';
import type { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { type Locale, localeOf } from '../common/messages.ts';
import { type AdmissionController, Overloaded } from '../overload/admission-control.ts';

/** Sends 503 in the caller's language for a request that never became an operation. */
export async function sendOverloaded(
  request: FastifyRequest,
  reply: FastifyReply,
  { messages }: Services,
): Promise<FastifyReply> {
  return sendUnavailable(request, reply, messages, new Overloaded());
}

/** Sends 503 with the reason for a request that Fastify has accepted. */
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
 * Load shedding before Fastify sees a request. At thousands of requests a second, work on shed
 * requests takes time from admitted ones. Requests of other origins are shed later, because a
 * browser shows a refusal only with CORS headers.
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

/** Sends 503 with the reason for a request that Fastify has not seen. */
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
    const { code, params, message } = messages.userError(why, locale);
    body = JSON.stringify({ errors: [{ message, extensions: { code, params } }] });
    bodies.set(key, body);
  }
  return body;
}
