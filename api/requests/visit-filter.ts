import type { Visit } from '../../schema/requests/visit.ts';
import type { VisitFilter, VisitOrder } from '../../schema/requests/visit-filter.ts';
import { idsIn, spanOf, valuesIn } from '../platform/reads/filter-values.ts';
import { type ListOrder, VisibleList } from '../platform/reads/visible-list.ts';

/** Normalizes a filter. Refuses with INVALID_ID, TOO_MANY. */
export function visitFilterOf(filter: VisitFilter | null | undefined) {
  const planned = spanOf(filter?.planned);
  const checkedIn = spanOf(filter?.checkedIn);
  return {
    states: valuesIn(filter?.states, 'states'),
    volunteerIds: idsIn('volunteer', filter?.volunteerIds, 'volunteerIds'),
    elderIds: idsIn('elder', filter?.elderIds, 'elderIds'),
    teamIds: idsIn('team', filter?.teamIds, 'teamIds'),
    communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
    flags: valuesIn(filter?.flags, 'flags'),
    plannedFrom: planned.from,
    plannedTo: planned.to,
    checkedInFrom: checkedIn.from,
    checkedInTo: checkedIn.to,
  };
}

const visitOrders: Readonly<Record<VisitOrder, ListOrder>> = {
  ACCEPTED_DESC: { direction: 'desc' },
  PLANNED_ASC: { column: 'planned_from', direction: 'asc' },
  PLANNED_DESC: { column: 'planned_from', direction: 'desc' },
};

/** Order of a list of visits by its name. */
export function visitOrderOf(order: VisitOrder | null | undefined): ListOrder {
  return visitOrders[order ?? 'ACCEPTED_DESC'];
}

/** Visits that the caller may see. */
export const visitList = new VisibleList<Visit, ReturnType<typeof visitFilterOf>>({
  name: 'requests.listVisits',
  table: 'visit',
  order: visitOrders.ACCEPTED_DESC,
  ways: [
    { of: 'visibleCommunityIds', column: 'community_id' },
    { of: 'visibleCommunityIds', column: 'helper_community_id' },
    { of: 'personIds', column: 'elder_person_id' },
    { of: 'personIds', column: 'volunteer_person_id' },
  ],
  conditions: {
    states: 't.state = any (:states)',
    volunteerIds: { each: 'volunteer_id' },
    elderIds:
      't.elder_person_id = any (array(select e.person_id from elder e where e.foundation_id = :foundationId and e.id = any (:elderIds::uuid[])))',
    teamIds: { each: 'team_id' },
    communityIds: { each: 'community_id' },
    flags: 't.flags && :flags',
    plannedFrom: 't.planned_from >= :plannedFrom',
    plannedTo: 't.planned_from < :plannedTo',
    checkedInFrom: 't.checked_in_at >= :checkedInFrom',
    checkedInTo: 't.checked_in_at < :checkedInTo',
  },
});
