import { Role } from '../../schema/identity/role-grant.ts';
import type { Actor, Grant } from '../platform/authorization/actor.ts';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import { identitySession, encodeCommunityAccess, uuidArray } from '../platform/database/session.ts';
import { isOfFoundation } from './credential.ts';
import { grantInForce } from './grant-in-force.ts';
import { accountPrecondition } from './actor-revalidation.ts';
import type { TokenClaims } from './tokens.ts';

/** Claims and origin of an authenticated credential. */
export interface Bearer extends TokenClaims {
  /** The sign-in that issued the token. */
  signInId?: string | null;
}

/** An actor with its revalidation statement. */
export interface FoundActor {
  actor: Actor;
  precondition: string;
}

/** Loads an actor and its access from the database. Null when the account is missing or closed. */
export async function findActor(database: Database, claims: Bearer): Promise<FoundActor | null> {
  if (!/^[0-9a-f-]{36}$/.test(claims.accountId)) return null;
  const [row] = await database.readAs<ActorRow>(identitySession, selectActor, {
    accountId: claims.accountId,
  });
  const actor = row && actorOf(row, claims);
  if (!actor) return null;
  // Versions and grants come from one statement, so the versions cannot be newer than the grants.
  const foundationIds = unique(row.grants.map(({ foundationId }) => foundationId));
  return { actor, precondition: accountPrecondition(row, foundationIds) };
}

/** A grant with the communities that it opens. */
interface GrantRow extends Grant {
  foundationName: string | null;
  foundationTimeZone: string | null;
  /** Communities whose requests the grant makes visible. */
  reach: string[];
  /** Communities whose volunteers the grant makes visible. */
  circle: string[];
}

interface ActorRow {
  id: string;
  displayName: string;
  grantVersion: number;
  authorizationVersion: string;
  /** When the next grant begins or ends; 'infinity' when none does. */
  knownUntil: string;
  grants: GrantRow[];
}

function actorOf(row: ActorRow, claims: Bearer): Actor | null {
  const foundationId =
    claims.foundationId ?? row.grants.find((grant) => grant.foundationId)?.foundationId ?? null;
  // A token may name a foundation, but only grants give access to it.
  if (
    claims.foundationId &&
    !row.grants.some((grant) => grant.foundationId === claims.foundationId)
  )
    return null;
  // Roles above the foundations cannot be delegated: a foundation's credential has access to it
  // alone.
  const isBound = isOfFoundation(claims.appId);
  const grants = row.grants.filter(
    (grant) => grant.foundationId === foundationId || (grant.foundationId === null && !isBound),
  );
  const managedCommunityIds = unique(
    grants.filter((grant) => grant.role === Role.DISPATCHER).map((grant) => grant.communityId),
  );
  // A partner's server with a grant for a community sees its requests.
  const partnered = grants
    .filter((grant) => grant.role === Role.PARTNER_APP)
    .map((grant) => grant.communityId);
  const visibleCommunityIds = unique([
    ...managedCommunityIds,
    ...partnered,
    ...grants.flatMap((grant) => grant.reach),
  ]);
  const contactCommunityIds = unique([
    ...visibleCommunityIds,
    ...grants.flatMap((grant) => grant.circle),
  ]);
  const timeZone = grants.find((grant) => grant.foundationId === foundationId)?.foundationTimeZone;
  const personIds = unique(grants.map((grant) => grant.personId));
  const teams = unique(
    grants.filter((grant) => grant.role === Role.TEAM_LEADER).map((grant) => grant.teamId),
  );
  return {
    accountId: row.id,
    displayName: row.displayName,
    foundations: foundationsOf(isBound ? grants : row.grants),
    foundationId,
    ...(timeZone && { timeZone }),
    grants,
    appId: claims.appId,
    signInId: claims.signInId ?? null,
    scopes: claims.scopes,
    managedCommunityIds,
    visibleCommunityIds,
    contactCommunityIds,
    personIds,
    session: {
      role: roles.member,
      variables: {
        'app.account': row.id,
        'app.foundation': foundationId ?? '',
        'app.scope': grants.some((grant) => grant.foundationId && seesWhole(grant))
          ? 'foundation'
          : 'community',
        ...encodeCommunityAccess({ managedCommunityIds, visibleCommunityIds, contactCommunityIds }),
        ...(personIds.length > 0 && { 'app.persons': uuidArray(personIds) }),
        ...(teams.length > 0 && { 'app.teams': uuidArray(teams) }),
      },
    },
  };
}

/** A partner's server reaches the whole foundation, or the one community of its grant. */
function seesWhole({ role, communityId }: GrantRow): boolean {
  return wholeFoundation.has(role) || (role === Role.PARTNER_APP && communityId === null);
}

const wholeFoundation: ReadonlySet<string> = new Set([
  Role.FOUNDATION_ADMIN,
  Role.FOUNDATION_ANALYST,
  Role.AUDITOR,
]);

function foundationsOf(grants: readonly GrantRow[]): { id: string; name: string }[] {
  const names = new Map(
    grants.map(({ foundationId, foundationName }) => [foundationId, foundationName ?? '']),
  );
  return [...names].flatMap(([id, name]) => (id === null ? [] : [{ id, name }]));
}

function unique(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}

/**
 * One statement for all grants of an account. Reach of a dispatcher: requests of the own community
 * and of communities that its teams serve. Reach of a leader or a volunteer: requests of
 * communities that their teams serve. Circle: the volunteers of all these, and of teams from
 * elsewhere that serve the own community.
 */
const selectActor = statement(
  'identity.selectActor',
  `
  with held as (
    select g.*, coalesce(g.community_id, t.community_id, p.community_id) as home_id
    from role_grant g
    left join team t on t.foundation_id = g.foundation_id and t.id = g.team_id
    left join person p on p.foundation_id = g.foundation_id and p.id = g.person_id
    where g.account_id = :accountId and ${grantInForce('g')}
  ), opened as (
    select h.*,
      case h.role
        when 'DISPATCHER' then array(
          select a.community_id from team t join team_area a on a.foundation_id = t.foundation_id and a.team_id = t.id
          where t.foundation_id = h.foundation_id and t.community_id = h.community_id)
        when 'TEAM_LEADER' then array(
          select a.community_id from team_area a where a.foundation_id = h.foundation_id and a.team_id = h.team_id)
        when 'VOLUNTEER' then array(
          select a.community_id from volunteer v
          join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.id
          join team_area a on a.foundation_id = m.foundation_id and a.team_id = m.team_id
          where v.foundation_id = h.foundation_id and v.person_id = h.person_id)
        else '{}'::uuid[]
      end as reach
    from held h
  )
  select account.id, account.display_name, account.grant_version,
    (select coalesce(sum(v.version), 0) from authorization_version v where v.id in (select h.foundation_id from held h)) as authorization_version,
    (select coalesce(min(edge), 'infinity')::text from role_grant g, unnest(array[g.valid_from, g.valid_to]) as edge
     where g.account_id = account.id and g.accepted_at is not null and edge > now()) as known_until,
    coalesce((
      select json_agg(json_build_object(
        'id', o.id, 'validFrom', to_char(o.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'validTo', to_char(o.valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'acceptedAt', to_char(o.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'holderName', o.holder_name, 'role', o.role, 'foundationId', o.foundation_id, 'foundationName', f.name, 'foundationTimeZone', f.time_zone, 'communityId', o.community_id, 'teamId', o.team_id, 'personId', o.person_id,
        'reach', case when o.role = 'VOLUNTEER' and o.home_id is not null then o.reach || o.home_id else o.reach end,
        'circle', case when o.home_id is null then '{}'::uuid[] else array(
          select t.community_id from team_area a join team t on t.foundation_id = a.foundation_id and t.id = a.team_id
          where a.foundation_id = o.foundation_id and a.community_id = o.home_id
        ) || o.home_id end
      ) order by o.valid_from, o.id)
      from opened o left join foundation f on f.id = o.foundation_id
    ), '[]') as grants
  from account
  where account.id = :accountId and account.is_active`,
);
