import type { Actor } from './actor.ts';
import { systemSession } from '../database/session.ts';

/** The actor of automatic changes. It has no account and signs with the name of the platform. */
export function systemActor(foundationId: string): Actor {
  return {
    accountId: systemAccountId,
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
    session: systemSession(foundationId, systemAccountId),
  };
}

const systemAccountId = '00000000-0000-7000-8000-000000000001';
