import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Visit } from './step.ts';
import type { SignInSteps } from './steps.ts';
import type { OpenId } from './oidc-provider.ts';
import { identityLimits } from '../limits.ts';

export interface SignInRoutesOptions {
  openId: OpenId;
  steps: SignInSteps;
  publicUrl: string;
}

/** The OpenID provider below /oauth, its discovery document, and the pages of sign-in. */
export async function signInRoutes(
  server: FastifyInstance,
  options: SignInRoutesOptions,
): Promise<void> {
  await server.register(async (provider) => {
    // The provider parses its own request bodies.
    provider.removeAllContentTypeParsers();
    provider.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const handle = handlerOf(options);
    const methods: ('GET' | 'POST')[] = ['GET', 'POST'];
    provider.route({ method: methods, url: '/oauth/*', handler: handle });
    provider.route({ method: 'GET', url: '/.well-known/openid-configuration', handler: handle });
    provider.route({
      method: 'GET',
      url: '/.well-known/oauth-authorization-server',
      handler: handle,
    });
  });
  await server.register(async (pages) => {
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: identityLimits.formBytesMax },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
    );
    const { steps } = options;
    pages.get('/sign-in/:uid', (request, reply) => steps.show(visitOf(request, reply)));
    pages.post('/sign-in/:uid/:step', (request, reply) => steps.take(visitOf(request, reply)));
  });
}

function visitOf(request: FastifyRequest, reply: FastifyReply): Visit {
  const { uid = '', step = '' } = request.params as Record<string, string>;
  return {
    request,
    reply,
    uid,
    step,
    form: (request.body ?? {}) as Record<string, string>,
    query: request.query as Record<string, string>,
  };
}

/**
 * Passes a request to the provider with the public address as its host. Proxies and a request line
 * with a whole address (`GET http://another.host/...`) make no difference.
 */
function handlerOf({ openId, publicUrl }: SignInRoutesOptions) {
  const { host, protocol } = new URL(publicUrl);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const provider = await openId.provider();
    request.raw.headers['x-forwarded-host'] = host;
    request.raw.headers['x-forwarded-proto'] = protocol.replace(':', '');
    const { pathname, search } = new URL(request.raw.url ?? '/', publicUrl);
    request.raw.url = `${pathname}${search}`;
    reply.hijack();
    await provider.callback()(request.raw, reply.raw);
  };
}
