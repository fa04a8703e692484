import type { FastifyInstance } from 'fastify';

/**
 * Leads people to the public address. A platform on a person's machine answers under every name of
 * that machine, such as `localhost`. Sign-in works only under the public address: the issuer of
 * tokens has one name, apps return there, and pages may connect to no other. A page (GET by a
 * client that accepts HTML) under another name is answered with 307. Requests of programs are not,
 * and neither are those to another port, which may be a tunnel. It holds for routes that are added
 * later.
 */
export function redirectToPublicAddress(server: FastifyInstance, publicUrl: string): void {
  const { origin, protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== 'http:' || !isThisMachine(hostname)) return;
  server.addHook('onRequest', (request, reply, done) => {
    const asked = URL.parse(`http://${request.host}`);
    const isOtherName =
      asked !== null &&
      asked.hostname !== hostname &&
      asked.port === port &&
      isThisMachine(asked.hostname);
    const isPage = request.method === 'GET' && /\btext\/html\b/i.test(request.headers.accept ?? '');
    // A request line may hold a whole address, and only its path counts.
    const target = isOtherName && isPage ? URL.parse(request.originalUrl, origin) : null;
    if (!target) return done();
    void reply
      .header('vary', 'accept')
      .redirect(`${origin}${target.pathname}${target.search}`, 307);
  });
}

/** Whether a host name as URL writes it leads to the machine itself. */
function isThisMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
