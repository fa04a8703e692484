import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceCertificate } from '../../../schema/certification/certificate.ts';
import { LRUCache } from 'lru-cache';
import type { Services } from '../../platform/context/services.ts';
import { certificationLimits } from '../limits.ts';
import { type Locale, localeOf } from '../../platform/common/messages.ts';
import { certificatePdf } from './certificate-pdf.ts';
import { certificateOfCode } from './certificates.queries.ts';
import { unknownPage, verifyPage } from './verify-page.ts';
import { codeOf } from './translations.ts';

interface CodeRequest {
  Params: { code: string };
  Querystring: { lang?: string };
}

/**
 * Public routes without a token. The code on a certificate is its authorization: 100 random bits
 * cannot be guessed.
 */
export function verifyRoutes(server: FastifyInstance, services: Services): void {
  server.get<CodeRequest>('/verify/:code', async (request, reply) => {
    const certificate = await find(services, request);
    const nonce = randomBytes(16).toString('base64url');
    const locale = languageOf(request);
    const page = certificate ? verifyPage(certificate, locale, nonce) : unknownPage(locale, nonce);
    return withHeaders(reply, nonce)
      .code(statusOf(certificate))
      .type('text/html; charset=utf-8')
      .send(page);
  });
  server.get<CodeRequest>(
    '/verify/:code/certificate.pdf',
    { config: { admission: 'HEAVY' } },
    async (request, reply) => {
      const certificate = await find(services, request);
      const nonce = randomBytes(16).toString('base64url');
      if (!certificate || certificate.state === 'ERASED') {
        const locale = languageOf(request);
        return withHeaders(reply, nonce)
          .code(statusOf(certificate))
          .type('text/html; charset=utf-8')
          .send(certificate ? verifyPage(certificate, locale, nonce) : unknownPage(locale, nonce));
      }
      const pdf = await drawnOnce(
        certificate,
        `${services.links.publicUrl}/verify/${certificate.code}`,
      );
      return withHeaders(reply, nonce)
        .type('application/pdf')
        .header('content-disposition', `inline; filename="certificate-${certificate.code}.pdf"`)
        .send(pdf);
    },
  );
}

/** Latest PDFs by content: a shared link is rendered once. */
const drawn = new LRUCache<string, Buffer>({ max: certificationLimits.pdfsKept });

async function drawnOnce(certificate: ServiceCertificate, verifyUrl: string): Promise<Buffer> {
  const key = createHash('sha256')
    .update(JSON.stringify([verifyUrl, certificate]))
    .digest('base64url');
  const known = drawn.get(key);
  if (known) return known;
  const pdf = await certificatePdf(certificate, verifyUrl);
  drawn.set(key, pdf);
  return pdf;
}

/** 410: the certificate existed and is permanently gone. */
function statusOf(certificate: ServiceCertificate | null): number {
  if (!certificate) return 404;
  return certificate.state === 'ERASED' ? 410 : 200;
}

async function find(
  services: Services,
  request: FastifyRequest<CodeRequest>,
): Promise<ServiceCertificate | null> {
  const code = codeOf(request.params.code);
  return /^[0-9A-HJKMNP-TV-Z]{20}$/.test(code) ? certificateOfCode(services, code) : null;
}

function languageOf({ query, headers }: FastifyRequest<CodeRequest>): Locale {
  if (query.lang === 'en') return 'en';
  return query.lang === 'zh-CN' ? 'zh-CN' : localeOf(headers['accept-language']);
}

/** No scripts, no fetches, no caching, no indexing by search engines. */
function withHeaders(reply: FastifyReply, nonce: string): FastifyReply {
  return reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  });
}
