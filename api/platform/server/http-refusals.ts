import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context/services.ts';
import { limits } from '../common/limits.ts';
import { localeOf } from '../common/messages.ts';
import { Refusal } from '../common/errors.ts';
import { mediaTypeOf } from './media-type.ts';

/** Sends a refusal in the shape of every other GraphQL error, in the caller's language. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  { messages }: Services,
  status: number,
  refusal: Refusal,
): FastifyReply {
  const { code, message, params } = messages.userError(
    refusal,
    localeOf(request.headers['accept-language']),
  );
  return sendErrors(request, reply, status, [{ message, extensions: { code, params } }]);
}

/** Sends errors in place of an answer, in the media type that the client prefers. */
export function sendErrors(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  errors: readonly object[],
): FastifyReply {
  const mediaType = mediaTypeOf(request.headers.accept) ?? 'application/json';
  return reply
    .code(status)
    .headers({ 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': 'no-store' })
    .send(JSON.stringify({ errors }));
}

/**
 * Refusal of a request that Fastify could not read, such as a broken body. Null for other errors,
 * which say nothing about the request.
 */
export function unreadableRequest({ statusCode: status = 500 }: FastifyError): Refusal | null {
  if (status < 400 || status >= 500) return null;
  return status === 413
    ? new Refusal('BODY_TOO_LARGE', { mebibytesMax: limits.bodyBytesMax / 1024 / 1024 })
    : new Refusal('BODY_UNREADABLE');
}

/** Answers an address that does not exist with 404, and a method that an address lacks with 405. */
export function refuseUnknownRoutes(server: FastifyInstance, services: Services): void {
  const methodsByRoute = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByRoute.get(url) ?? new Set();
    // The handler of CORS preflight requests is on every address.
    for (const each of [method].flat()) if (each !== 'OPTIONS') methods.add(each);
    if (methods.size > 0) methodsByRoute.set(url, methods);
  });
  let routes: readonly { pattern: RegExp; methods: ReadonlySet<string> }[] | undefined;
  server.setNotFoundHandler((request, reply) => {
    routes ??= [...methodsByRoute].map(([url, methods]) => ({ pattern: patternOf(url), methods }));
    const [path = ''] = request.url.split('?');
    const known = routes.filter(({ pattern }) => pattern.test(path));
    const methods = new Set(known.flatMap((route) => [...route.methods]));
    const allowed = [...methods].sort().join(', ');
    // A route that has the method answers 404 itself when there is nothing at this path.
    return methods.size === 0 || methods.has(request.method)
      ? sendRefusal(request, reply, services, 404, new Refusal('ADDRESS_UNKNOWN'))
      : sendRefusal(
          request,
          reply.header('allow', allowed),
          services,
          405,
          new Refusal('METHOD_NOT_ALLOWED', { methods: allowed }),
        );
  });
}

function patternOf(url: string): RegExp {
  const escaped = url.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/:\w+/g, '[^/]+').replaceAll('*', '.*')}$`);
}
