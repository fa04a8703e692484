import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A document that changes only with a release, such as the SDL. */
export interface CachedDocument {
  readonly text: string;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A document with the entity tag of its text. `headers` name at least the media type. */
export function cachedDocument(
  text: string,
  headers: Readonly<Record<string, string>>,
): CachedDocument {
  const digest = createHash('sha256').update(text).digest('base64url');
  return { text, etag: `"${digest}"`, headers };
}

/**
 * Sends a document, or 304 to a caller who has it. Callers may keep it and must ask each time. The
 * tag is weak, since compression changes the bytes.
 */
export function sendCached(
  request: FastifyRequest,
  reply: FastifyReply,
  { text, etag, headers }: CachedDocument,
): FastifyReply {
  void reply.headers({ ...headers, etag: `W/${etag}`, 'cache-control': 'no-cache' });
  const known = request.headers['if-none-match'];
  if (known?.split(/\s*,\s*/).some((each) => each.replace(/^W\//, '') === etag))
    return reply.code(304).send();
  return reply.send(text);
}
