import type { Actor } from '../../platform/actor.ts';
import { roles } from '../../platform/database/roles.ts';
import { identitySession } from '../../platform/database/session.ts';

/** The actor of automatic changes. It has no account and signs with the name of the platform. */
export function systemActor(foundationId: string): Actor {
  return {
    accountId: houseAccountId,
    displayName: 'Linli',
    foundations: [],
    foundationId,
    grants: [],
    appId: null,
    scopes: null,
    managedCommunityIds: [],
    visibleCommunityIds: [],
    contactCommunityIds: [],
    personIds: [],
    session: {
      role: roles.member,
      variables: {
        ...identitySession.variables,
        'app.account': houseAccountId,
        'app.foundation': foundationId,
        'app.scope': 'foundation',
      },
    },
  };
}

const houseAccountId = '00000000-0000-7000-8000-000000000001';
