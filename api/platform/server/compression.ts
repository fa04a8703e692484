import { constants } from 'node:zlib';
import fastifyCompress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/**
 * Below this a compressed answer saves no packet that is worth the work: most answers of GraphQL
 * are shorter.
 */
const thresholdBytes = 2_048;

/**
 * Pages that carry a secret of the visitor beside what the visitor sent, and whose cookies other
 * sites can make a browser send. The length of a compressed answer would tell, guess by guess, what
 * the secret is (BREACH), so these are sent as they are.
 */
const secretPages = /^\/(sign-in|oauth)(\/|$|\?)/;

/**
 * Compresses text (JSON, SDL, HTML, CSV) for whoever accepts it, with Brotli or gzip; call it
 * before the routes. Answers of GraphQL carry no cookie and need a token in a header, which no
 * other site can make a browser send, so BREACH has no hold there; compression inside TLS (CRIME)
 * does not exist in Node. Streams of the live feed are written past this. Requests are never
 * decompressed, so a small body cannot become a large one.
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
    // Quick ones: the last tenth of the size costs ten times the work, and everybody waits for it.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 5 },
  });
}
