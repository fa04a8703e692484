import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../../platform/context/services.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { certificationLimits } from '../limits.ts';
import { sendRefusal } from '../../platform/server/http-refusals.ts';
import { receivePhoto } from './photo-upload.ts';
import { readPurpose, type UploadRight, uploadPurpose } from './photos.service.ts';

/**
 * HTTP routes for photo files, outside GraphQL. A signed link grants one operation for a short
 * time. `announcePhoto` and the fields of Photo make the links. Responses are the photo, or errors
 * in the shape of GraphQL.
 */
export async function photoRoutes(server: FastifyInstance, services: Services): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body stays a stream, so that an oversized one is never read.
    scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
    // A slow phone uploads for minutes; `uploadsAtOnceMax` bounds how many do.
    scope.put<{ Params: { '*': string } }>(
      '/photos/*',
      { config: { admission: 'OWN' } },
      (request, reply) =>
        answerRefusals(services, request, reply, () => upload(services, request, reply)),
    );
  });
  server.get<{ Params: { '*': string } }>('/photos/*', (request, reply) =>
    answerRefusals(services, request, reply, () => download(services, request.params['*'], reply)),
  );
}

type LinkRequest = FastifyRequest<{ Params: { '*': string } }>;

async function upload(
  services: Services,
  request: LinkRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const right = services.links.open<UploadRight>(uploadPurpose, request.params['*']);
  if (right.state !== 'VALID')
    throw new Refusal(right.state === 'EXPIRED' ? 'LINK_EXPIRED' : 'LINK_INVALID');
  if (uploads >= certificationLimits.uploadsAtOnceMax) throw new Refusal('BUSY_WITH_PHOTOS');
  uploads += 1;
  try {
    await receivePhoto(services, right.content, await bytesOf(request));
  } finally {
    uploads -= 1;
  }
  return reply.code(200).send({ state: 'STORED' });
}

let uploads = 0;

async function download(
  services: Services,
  link: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const opened = services.links.open<{ key: string }>(readPurpose, link);
  if (opened.state !== 'VALID')
    throw new Refusal(opened.state === 'EXPIRED' ? 'LINK_EXPIRED' : 'LINK_INVALID');
  const bytes = await services.objects.get(opened.content.key);
  if (!bytes) throw new Refusal('NOT_FOUND', { what: 'Photo' });
  return reply
    .type('image/jpeg')
    .header(
      'cache-control',
      `private, max-age=${certificationLimits.readLinkMinutes * 60}, immutable`,
    )
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'cross-origin')
    .send(bytes);
}

/** Reads a body up to the size limit. Refuses with FILE_TOO_LARGE, FILE_EMPTY, UPLOAD_TOO_SLOW. */
async function bytesOf(request: FastifyRequest): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const tooLarge = new Refusal('FILE_TOO_LARGE', {
    mebibytesMax: certificationLimits.photoBytesMax / 1024 / 1024,
  });
  if (announced > certificationLimits.photoBytesMax) throw tooLarge;
  const chunks: Buffer[] = [];
  let length = 0;
  let isTooSlow = false;
  const body = request.body as NodeJS.ReadableStream & { destroy(): void };
  const timer = setTimeout(() => {
    isTooSlow = true;
    body.destroy();
  }, certificationLimits.uploadSecondsMax * 1_000);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > certificationLimits.photoBytesMax) throw tooLarge;
      chunks.push(chunk);
    }
  } catch (error) {
    throw isTooSlow
      ? new Refusal('UPLOAD_TOO_SLOW', { secondsMax: certificationLimits.uploadSecondsMax })
      : error;
  } finally {
    clearTimeout(timer);
  }
  if (length === 0) throw new Refusal('FILE_EMPTY');
  return Buffer.concat(chunks);
}

const statusOf: Record<string, number> = {
  LINK_INVALID: 403,
  LINK_EXPIRED: 410,
  NOT_FOUND: 404,
  FILE_TOO_LARGE: 413,
  FILE_EMPTY: 400,
  UPLOAD_TOO_SLOW: 408,
  PHOTO_IS_HEIC: 415,
  PHOTO_TYPE_REFUSED: 415,
  PHOTO_TYPE_DIFFERS: 415,
  PHOTO_TOO_LARGE: 422,
  PHOTO_BROKEN: 422,
  PHOTO_ALREADY_STORED: 409,
  TOO_MUCH_EVIDENCE: 409,
  BUSY_WITH_PHOTOS: 503,
};

/** The rest of the body stays unread after these codes, so the response closes the connection. */
const endsConnection = new Set([
  'LINK_INVALID',
  'LINK_EXPIRED',
  'FILE_TOO_LARGE',
  'UPLOAD_TOO_SLOW',
  'BUSY_WITH_PHOTOS',
]);

async function answerRefusals(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error;
    if (endsConnection.has(code)) reply.header('connection', 'close');
    if (code === 'BUSY_WITH_PHOTOS') reply.header('retry-after', '5');
    return sendRefusal(request, reply, services, statusOf[code] ?? 400, error);
  }
}
