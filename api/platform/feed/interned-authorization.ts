import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { authorizationKey } from './source.ts';

/** What an actor may see, without who it is: kept once for the thousands who may see the same. */
export interface InternedAuthorization {
  /**
   * An actor with these rights, but nobody's account and no single grant, so that nothing personal
   * can slip into what is shared.
   */
  actor: Actor;
  /** See scopeOf. */
  scope: string;
}

/** Rights that somebody has now; those that nobody has any more go with their last holder. */
const known = new Map<string, WeakRef<InternedAuthorization>>();
const forgotten = new FinalizationRegistry<string>((name) => {
  if (!known.get(name)?.deref()) known.delete(name);
});

export function internAuthorization(actor: Actor): InternedAuthorization {
  const scope = authorizationKey(actor);
  const name = createHash('sha256').update(scope).digest('base64url');
  const rights = known.get(name)?.deref();
  if (rights) return rights;
  const fresh = { actor: nobodyWith(actor), scope };
  known.set(name, new WeakRef(fresh));
  forgotten.register(fresh, name);
  return fresh;
}

function nobodyWith(actor: Actor): Actor {
  const { session } = actor;
  return {
    ...actor,
    accountId: '',
    displayName: '',
    foundations: [],
    signInId: null,
    grants: actor.grants.map((grant) => ({
      ...grant,
      id: '',
      validFrom: '',
      validTo: null,
      acceptedAt: null,
      holderName: null,
    })),
    session: { ...session, variables: { ...session.variables, 'app.account': '' } },
  };
}
