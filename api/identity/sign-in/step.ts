import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { pageHeaders } from './html.ts';
import type { PageScope } from './pages.ts';

/** One request to a page of a sign-in. */
export interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
  uid: string;
  step: string;
  form: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** One request in a sign-in under way. */
export interface Step {
  visit: Visit;
  provider: Provider;
  interaction: Interaction;
  scope: PageScope;
  /** Permitted redirect targets after a form. */
  targets: string[];
}

export async function respond({ visit, targets }: Step, text: string, status = 200): Promise<void> {
  await visit.reply.code(status).headers(pageHeaders(targets)).send(text);
}

/** Passes the result to the provider and redirects the browser back to it. */
export async function finish(
  step: Step,
  result: Parameters<Provider['interactionResult']>[2],
): Promise<void> {
  const { provider, visit } = step;
  const next = await provider.interactionResult(visit.request.raw, visit.reply.raw, result, {
    mergeWithLastSubmission: true,
  });
  await visit.reply.code(303).header('location', next).header('cache-control', 'no-store').send();
}
