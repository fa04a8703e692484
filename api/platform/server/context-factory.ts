import type { Authenticate, RecallActor } from '../authorization/actor.ts';
import { ProtocolError } from '../common/errors.ts';
import { Context } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import type { Locale } from '../common/messages.ts';
import { localisedError, unavailableError } from '../operation/result-formatting.ts';
import { logOutage, outageOf } from '../common/outage.ts';
import { ActorFreshness } from '../authorization/actor-freshness.ts';

/**
 * Creates the context of one operation for a bearer token. A cached actor is used if there is one,
 * and the operation then revalidates it. Throws UNAUTHENTICATED, FOUNDATION_NOT_YOURS, and
 * UNAVAILABLE when the actor cannot be read.
 */
export type ContextOf = (
  token: string | null,
  foundation: string | null,
  locale: Locale,
) => Promise<Context>;

export function contextsOf(
  services: Services,
  authenticate: Authenticate,
  recall: RecallActor,
): ContextOf {
  return async (token, foundation, locale) => {
    const remembered = recall(token, foundation);
    if (remembered)
      return new Context(
        services,
        remembered,
        locale,
        new ActorFreshness(() => authenticate(token, foundation)),
      );
    try {
      return new Context(services, await authenticate(token, foundation), locale);
    } catch (error) {
      if (error instanceof ProtocolError)
        throw localisedError(error.refusal, services.messages, locale, {
          extensions: error.extensions,
        });
      const outage = outageOf(error);
      if (!outage) throw error;
      logOutage(services.log, error);
      throw unavailableError(outage, services, locale);
    }
  };
}
