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
import { statement } from '../platform/database/statement.ts';
import { guarded } from '../platform/context/guarded.ts';
import {
  childrenLoader,
  listById,
  loaderById,
  loaderByParent,
  pagesByParent,
  pagesOfTable,
} from '../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../platform/reads/pagination.ts';
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

export const listElders = listById<Elder>('people.listElders', 'elder');
export const listVolunteers = listById<Volunteer>('people.listVolunteers', 'volunteer');

export interface PeopleFilter {
  communityId: string | null;
  phoneIndex: Buffer | null;
  identityNumberIndex: Buffer | null;
}

/**
 * Lists persons by community, phone or identity number. A number finds only persons whose masked
 * number the caller may see, because the answer confirms the number. Refuses with NOT_ALLOWED when
 * the caller may see no masked numbers.
 */
export async function listPeople(
  ctx: Context,
  { first, after }: PageArgs,
  filter: PeopleFilter,
): Promise<Page<Person>> {
  const { communityId, phoneIndex, identityNumberIndex } = filter;
  const asked = { communityId, phoneIndex, identityNumberIndex };
  let foundIds: string[] | null = null;
  if (phoneIndex || identityNumberIndex) {
    ctx.authorize('personal:find');
    const matches = await ctx.rows<Person>(selectPeople, {
      ...asked,
      foundIds: null,
      after: lowestId,
      limit: matchesMax,
    });
    foundIds = matches.filter((person) => mayGlimpse(ctx, person)).map(({ id }) => id);
  }
  const scope = { ...asked, foundIds };
  const rows = await ctx.rows<Person>(selectPeople, {
    ...scope,
    after: idAfter(after, lowestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countPeople, scope));
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

/** Disclosures of a person's data, newest first. */
export async function listDisclosures(
  ctx: Context,
  { first, after }: PageArgs,
  personId: string | null,
): Promise<Page<Disclosure>> {
  const scope = { personId };
  const rows = await ctx.rows<Disclosure>(selectDisclosures, {
    ...scope,
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countDisclosures, scope));
}

const peopleFilter = `p.foundation_id = :foundationId and (:communityId::uuid is null or p.community_id = :communityId)
  and (:phoneIndex::bytea is null or d.phone_index = :phoneIndex) and (:identityNumberIndex::bytea is null or d.identity_number_index = :identityNumberIndex) and (:foundIds::uuid[] is null or p.id = any (:foundIds))`;
const peopleTables =
  'person p left join person_detail d on d.foundation_id = p.foundation_id and d.id = p.id';
const selectPeople = statement(
  'people.selectPeople',
  `select p.* from ${peopleTables} where ${peopleFilter} and p.id > :after order by p.id limit :limit`,
);
const countPeople = statement(
  'people.countPeople',
  `select count(*) from ${peopleTables} where ${peopleFilter}`,
);
const disclosureFilter =
  'foundation_id = :foundationId and (:personId::uuid is null or person_id = :personId)';
const selectDisclosures = statement(
  'people.selectDisclosures',
  `select * from disclosure where ${disclosureFilter} and id < :after order by id desc limit :limit`,
);
const countDisclosures = statement(
  'people.countDisclosures',
  `select count(*) from disclosure where ${disclosureFilter}`,
);
