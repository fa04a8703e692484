import { randomBytes } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

/**
 * Serves every built page of `directory`, one folder each, under `/<id>/`. Hashed files are cached
 * without limit, and the page itself is always fetched. Any path that is no file gets the page, so
 * that a page may route itself. Clients without an index.html are not pages. A missing folder
 * serves nothing: an API node needs no pages.
 */
export async function clientRoutes(server: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  await server.register(fastifyStatic, {
    root: resolve(directory),
    serve: false,
    preCompressed: true,
  });
  for (const path of globSync('*/client.json', { cwd: directory })) {
    const manifest = readManifest(join(directory, path));
    const folder = resolve(directory, manifest.id);
    if (existsSync(join(folder, 'index.html'))) servePage(server, folder, manifest);
  }
}

function servePage(server: FastifyInstance, folder: string, manifest: Manifest): void {
  const { id } = manifest;
  // Files need neither the database nor much time.
  const config = { admission: 'OWN' } as const;
  server.get(`/${id}`, { config }, async (_, reply) => reply.redirect(`/${id}/`, 308));
  server.get<{ Params: { '*': string } }>(`/${id}/*`, { config }, async (request, reply) => {
    const path = request.params['*'];
    // Only the build's own folder holds files named by their content, which never change.
    if (path.startsWith('assets/')) return sendAsset(reply, folder, path);
    if (path === 'client.json')
      return reply.headers(commonHeaders).sendFile(path, folder, { maxAge: 0 });
    return sendPage(reply, folder, manifest);
  });
}

async function sendAsset(reply: FastifyReply, folder: string, path: string): Promise<FastifyReply> {
  // Workers take the policy of their own file, not that of the page.
  reply.headers(commonHeaders).header('content-security-policy', workerPolicy);
  return reply.sendFile(path, folder, { maxAge: '365d', immutable: true });
}

/** The page carries a nonce that is used once, so it is never cached. */
async function sendPage(
  reply: FastifyReply,
  folder: string,
  { inlineStyles }: Manifest,
): Promise<FastifyReply> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const nonce = randomBytes(16).toString('base64url');
  return reply
    .headers(commonHeaders)
    .header('cache-control', 'no-store')
    .header(
      'content-security-policy',
      pagePolicy(inlineStyles ? `'unsafe-inline'` : `'nonce-${nonce}'`),
    )
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(noncePlaceholder, nonce));
}

/** The fields of a client's manifest that this file reads; clients/README.md has the rest. */
const manifestShape = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'write it in small letters, digits and hyphens.'),
  /**
   * Reason why the page needs style elements without a nonce. Such a page must not render other
   * people's text as HTML.
   */
  inlineStyles: z.string().min(20).optional(),
});
type Manifest = z.infer<typeof manifestShape>;

function readManifest(path: string): Manifest {
  const parsed = manifestShape.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`The manifest ${path} is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
}

/** As in clients/page.config.ts. */
const noncePlaceholder = 'LINLI_NONCE';

/**
 * Content security policy: everything comes from this server, nothing is sent to another, and only
 * the page's own scripts run.
 */
function pagePolicy(styles: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' ${styles}`,
    `img-src 'self' data:`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

const workerPolicy = `default-src 'none'; script-src 'self'; connect-src 'self'`;

const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};
