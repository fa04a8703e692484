import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context/services.ts';
import { limits } from '../common/limits.ts';
import { localeOf } from '../common/messages.ts';
import { Refusal } from '../common/errors.ts';

/**
 * Answers a request with an unreadable body in the shape of every other GraphQL error, with a code
 * and a remedy in the caller's language. Other errors go on to the server's handler.
 */
export function sendUnreadableBody({
  messages,
}: Services): (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 400 || status >= 500) throw error;
    const refusal =
      status === 413
        ? new Refusal('BODY_TOO_LARGE', { mebibytesMax: limits.bodyBytesMax / 1024 / 1024 })
        : new Refusal('BODY_UNREADABLE');
    const { code, message } = messages.userError(
      refusal,
      localeOf(request.headers['accept-language']),
    );
    void reply
      .code(status)
      .headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
      .send(
        JSON.stringify({ errors: [{ message, extensions: { code, params: refusal.params } }] }),
      );
  };
}
