import { createHash } from 'node:crypto';
import type { Actor } from '../authorization/actor.ts';
import { authorizationKey } from './source.ts';

/**
 * Interned authorization: the permissions of an actor without its identity, stored once for
 * thousands of equal actors.
 */
export interface InternedAuthorization {
  /**
   * An actor with these permissions, but without an account or single grants, so that no personal
   * data can enter shared results.
   */
  actor: Actor;
  /** See `authorizationKey`. */
  scope: string;
}

/** Authorizations in use. Unused ones are garbage collected. */
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
