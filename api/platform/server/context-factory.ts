import type { Authenticate, RecallActor } from '../actor.ts';
import { Context } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import type { Locale } from '../messages.ts';
import { unavailableError } from '../operation/result-formatting.ts';
import { logOutage, outageOf } from '../outage.ts';
import { ActorFreshness } from '../actor-freshness.ts';

/**
 * The context of one operation for the bearer of a token: whoever it was a moment ago, where that
 * is remembered, and then the operation proves it; else whoever it is now. Throws UNAUTHENTICATED,
 * FOUNDATION_NOT_YOURS, and UNAVAILABLE when nobody can tell who it is.
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
      const outage = outageOf(error);
      if (!outage) throw error;
      logOutage(services.log, error);
      throw unavailableError(outage, services, locale);
    }
  };
}
