import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { Pairing } from '../../../schema/requests/pairing.ts';
import { loaderById, pagesOfTable } from '../../platform/reads/loaders.ts';
import { VisibleList } from '../../platform/reads/visible-list.ts';

export const pairingById = loaderById<Pairing>('requests.pairingById', 'pairing');
export const dispatchPolicyById = loaderById<DispatchPolicy>(
  'requests.dispatchPolicyById',
  'dispatch_policy',
);

export const pairingsOfElder = pagesOfTable<Pairing>(
  'requests.pairingsOfElder',
  'pairing',
  'elder_id',
  'oldest first',
);
export const pairingsOfVolunteer = pagesOfTable<Pairing>(
  'requests.pairingsOfVolunteer',
  'pairing',
  'volunteer_id',
  'oldest first',
);

/** Pairings that the caller may see, oldest first. */
export const pairingList = new VisibleList<
  Pairing,
  {
    elderIds: readonly string[] | null;
    volunteerIds: readonly string[] | null;
    communityIds: readonly string[] | null;
    hasEnded: boolean | null;
  }
>({
  name: 'requests.listPairings',
  table: 'pairing',
  order: { direction: 'asc' },
  ways: [
    { of: 'visibleCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'elder_person_id' },
    { of: 'personIds', column: 'volunteer_person_id' },
  ],
  conditions: {
    elderIds: { each: 'elder_id' },
    volunteerIds: { each: 'volunteer_id' },
    communityIds: { each: 'community_id' },
    hasEnded: '(t.ended_at is not null) = :hasEnded',
  },
});
