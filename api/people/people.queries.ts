import type { FieldContext } from '../platform/context/field-context.ts';
import type { Page } from '../../schema/connection.ts';
import type { Team } from '../../schema/communities/team.ts';
import type { Consent } from '../../schema/people/consent.ts';
import type { Disclosure } from '../../schema/people/personal-data.ts';
import type { Mandate } from '../../schema/people/mandate.ts';
import type { Qualification } from '../../schema/people/qualification.ts';
import type { Elder } from '../../schema/people/elder.ts';
import type { Person } from '../../schema/people/person.ts';
import type { Volunteer } from '../../schema/people/volunteer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { guarded } from '../platform/context/guarded.ts';
import {
  childrenLoader,
  loaderById,
  loaderByParent,
  pagesByParent,
  pagesOfTable,
} from '../platform/reads/loaders.ts';
import { lowestId, type PageArgs } from '../platform/reads/pagination.ts';
import { VisibleList } from '../platform/reads/visible-list.ts';
import { subjectOf } from './person-validation.ts';
import type { SealedDetails } from './person-details.ts';

export const personById = loaderById<Person>('people.personById', 'person');
export const elderById = loaderById<Elder>('people.elderById', 'elder');
export const volunteerById = loaderById<Volunteer>('people.volunteerById', 'volunteer');
export const mandateById = loaderById<Mandate>('people.mandateById', 'mandate');
export const qualificationById = loaderById<Qualification>(
  'people.qualificationById',
  'qualification',
);
export const consentById = loaderById<Consent>('people.consentById', 'consent');
export const disclosureById = guarded(
  loaderById<Disclosure>('people.disclosureById', 'disclosure'),
  {
    action: 'disclosure:read',
    subjectOf: ({ personId }) => ({ elderPersonId: personId, volunteerPersonId: personId }),
  },
);
export const detailsByPerson = loaderById<SealedDetails>('people.detailsByPerson', 'person_detail');

/** A handful each; the bound protects against a wrong import. */
const recordsMax = 100;

export const mandatesByPerson = loaderByParent<Mandate>(
  'people.mandatesByPerson',
  recordsOf('mandate', 'person_id'),
);
export const consentsByPerson = loaderByParent<Consent>(
  'people.consentsByPerson',
  recordsOf('consent', 'person_id'),
);
export const qualificationsByVolunteer = loaderByParent<Qualification>(
  'people.qualificationsByVolunteer',
  recordsOf('qualification', 'volunteer_id'),
);

function recordsOf(table: string, parent: string): string {
  return `select parent.id as parent_id, record.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from ${table} r where r.foundation_id = :foundationId and r.${parent} = parent.id order by r.id desc limit ${recordsMax}
   ) as record`;
}

export const teamsByVolunteer = childrenLoader<Team>(
  'people.teamsByVolunteer',
  (t, tenant, volunteer) => `from team_member m
   join team ${t} on ${t}.foundation_id = m.foundation_id and ${t}.id = m.team_id
   where m.foundation_id = ${tenant} and m.volunteer_id = ${volunteer} order by ${t}.id`,
);

/** A team has a few dozen people; the bound protects against a wrong import. */
const teamMembersMax = 200;

export const membersByTeam = childrenLoader<Volunteer>(
  'people.membersByTeam',
  (v, tenant, team) => `from team_member m
   join volunteer ${v} on ${v}.foundation_id = m.foundation_id and ${v}.id = m.volunteer_id
   where m.foundation_id = ${tenant} and m.team_id = ${team} order by ${v}.id limit ${teamMembersMax}`,
);

export const volunteersOfTeam = pagesByParent<Volunteer>(
  'people.volunteersOfTeam',
  {
    start: lowestId,
    from: (v, tenant, team, after) => `from team_member m
     join volunteer ${v} on ${v}.foundation_id = m.foundation_id and ${v}.id = m.volunteer_id
     where m.foundation_id = ${tenant} and m.team_id = ${team} and m.volunteer_id > ${after} order by m.volunteer_id`,
  },
  `select m.team_id as parent_id, count(*) from team_member m
   join volunteer v on v.foundation_id = m.foundation_id and v.id = m.volunteer_id
   where m.foundation_id = :foundationId and m.team_id = any (:parentIds) group by m.team_id`,
);

export const eldersOfCommunity = pagesOfTable<Elder>(
  'people.eldersOfCommunity',
  'elder',
  'community_id',
  'oldest first',
);
export const volunteersOfCommunity = pagesOfTable<Volunteer>(
  'people.volunteersOfCommunity',
  'volunteer',
  'community_id',
  'oldest first',
);

export const eldersByPerson = childrenLoader<Elder>(
  'people.eldersByPerson',
  (e, tenant, person) =>
    `from elder ${e} where ${e}.foundation_id = ${tenant} and ${e}.person_id = ${person}`,
);
export const volunteersByPerson = childrenLoader<Volunteer>(
  'people.volunteersByPerson',
  (v, tenant, person) =>
    `from volunteer ${v} where ${v}.foundation_id = ${tenant} and ${v}.person_id = ${person}`,
);

/** Elders that the caller may see, oldest entry first. */
export const elderList = new VisibleList<
  Elder,
  { communityIds: readonly string[] | null; livesAlone: boolean | null }
>({
  name: 'people.listElders',
  table: 'elder',
  order: { direction: 'asc' },
  ways: [
    { of: 'visibleCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'person_id' },
  ],
  conditions: { communityIds: { each: 'community_id' }, livesAlone: 't.lives_alone = :livesAlone' },
});

/** Volunteers that the caller may see, oldest entry first. */
export const volunteerList = new VisibleList<
  Volunteer,
  {
    communityIds: readonly string[] | null;
    teamIds: readonly string[] | null;
    isVetted: boolean | null;
  }
>({
  name: 'people.listVolunteers',
  table: 'volunteer',
  order: { direction: 'asc' },
  ways: [
    { of: 'contactCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'person_id' },
  ],
  conditions: {
    communityIds: { each: 'community_id' },
    teamIds:
      'exists (select from team_member m where m.foundation_id = :foundationId and m.volunteer_id = t.id and m.team_id = any (:teamIds::uuid[]))',
    isVetted: 't.is_vetted = :isVetted',
  },
});

export interface PeopleFilter {
  readonly communityIds: readonly string[] | null;
  readonly phoneIndex: Buffer | null;
  readonly identityNumberIndex: Buffer | null;
}

/** People that the caller may see, oldest entry first. */
export const personList = new VisibleList<
  Person,
  PeopleFilter & { readonly foundIds: readonly string[] | null }
>({
  name: 'people.listPeople',
  table: 'person',
  order: { direction: 'asc' },
  ways: [
    { of: 'managedCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'id' },
  ],
  conditions: {
    foundIds: { each: 'id' },
    phoneIndex: `t.id = any (array(${withDetail('phone_index = :phoneIndex')}))`,
    identityNumberIndex: `t.id = any (array(${withDetail('identity_number_index = :identityNumberIndex')}))`,
    communityIds: { each: 'community_id' },
  },
});

/** Ids of persons by a number. An index leads to them, before the persons are read. */
function withDetail(condition: string): string {
  return `select d.id from person_detail d where d.foundation_id = :foundationId and d.${condition}`;
}

/**
 * Lists persons by community, phone or identity number. A number finds only persons whose masked
 * number the caller may see, because the answer confirms the number. Refuses with NOT_ALLOWED when
 * the caller may see no masked numbers.
 */
export async function listPeople(
  ctx: Context,
  page: PageArgs,
  filter: PeopleFilter,
): Promise<Page<Person>> {
  const { phoneIndex, identityNumberIndex } = filter;
  let foundIds: string[] | null = null;
  if (phoneIndex || identityNumberIndex) {
    ctx.authorize('personal:find');
    const matches = await personList.page(
      ctx,
      { first: matchesMax },
      { ...filter, foundIds: null },
    );
    foundIds = matches.nodes.filter((person) => mayGlimpse(ctx, person)).map(({ id }) => id);
  }
  return personList.page(ctx, page, { ...filter, foundIds });
}

/** A phone number is shared by a household or a home, not by a town. */
const matchesMax = 500;

/** Whether the caller may see masked personal data of a person. */
export function mayGlimpse(
  ctx: FieldContext,
  { communityId, id }: Pick<Person, 'communityId' | 'id'>,
): boolean {
  return ctx.allows('personal:glimpse', subjectOf({ communityId, personId: id }));
}

/** Disclosures of personal data, newest first. */
export const disclosureList = new VisibleList<Disclosure, { personId: string | null }>({
  name: 'people.listDisclosures',
  table: 'disclosure',
  order: { direction: 'desc' },
  ways: [
    { of: 'managedCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'person_id' },
  ],
  conditions: { personId: 't.person_id = :personId' },
});
