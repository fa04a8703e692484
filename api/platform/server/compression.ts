import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/**
 * Below this size, compression saves no packet that is worth the work. Most GraphQL answers are
 * shorter.
 */
const thresholdBytes = 2_048;

/**
 * Pages that show a secret of the visitor beside input of the visitor, and whose cookies other
 * sites can make a browser send. The length of a compressed answer would reveal the secret guess by
 * guess (BREACH), so these pages are not compressed.
 */
const secretPages = /^\/(sign-in|oauth)(\/|$|\?)/;

/**
 * Compresses text (JSON, SDL, HTML, CSV) with Brotli or gzip for clients that accept it; call it
 * before the routes. GraphQL answers carry no cookie and need a token in a header. No other site
 * can make a browser send that, so BREACH does not apply. Node.js has no compression inside TLS
 * (CRIME). Streams of the live feed bypass it. Requests are never decompressed, so a small body
 * cannot become a large one.
 */
export async function compressText(server: FastifyInstance): Promise<void> {
  server.addHook('onRequest', (request, _, done) => {
    if (secretPages.test(request.url)) request.headers['x-no-compression'] = 'yes';
    done();
  });
  await server.register(fastifyCompress, {
    encodings: ['br', 'gzip'],
    globalDecompression: false,
    threshold: thresholdBytes,
    customTypes:
      /^(application\/(json|graphql-response\+json|schema\+json)|text\/(html|plain|csv|css|markdown)|image\/svg\+xml)(;|$)/,
    // Fast settings: the last tenth of the size costs ten times the work and blocks the event loop.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 5 },
  });
}
