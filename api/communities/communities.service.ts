import type {
  FormTeamInput,
  OpenCommunityInput,
  OpenFoundationInput,
  RenameCommunityInput,
  RenameTeamInput,
  ServeCommunityInput,
  StopServingCommunityInput,
} from '../../schema/communities/community-inputs.ts';
import { Community } from '../../schema/communities/community.ts';
import type { Foundation } from '../../schema/communities/foundation.ts';
import { Team, TeamArea } from '../../schema/communities/team.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import { accountWithPhone } from '../identity/account-lookup.ts';
import { violates } from '../platform/context/change.ts';
import { idFromKey } from '../platform/context/idempotency.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import {
  type Queryable,
  type Statement,
  statement,
  type StatementParameters,
} from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';

/**
 * Opens a foundation with its first administrator. For the head bank.
 * Refuses with NOT_ALLOWED, SLUG_TAKEN, TIME_ZONE_INVALID, PHONE_INVALID, IDEMPOTENCY_KEY_REUSED.
 */
export async function openFoundation(
  ctx: Context,
  input: OpenFoundationInput,
): Promise<Foundation> {
  // Checked before the foundation exists; authorize() below writes the audit entry.
  ctx.authorize('foundation:open');
  const { slug, name, timeZone } = input;
  // Idempotency keys belong to a foundation. So the same key always means the same foundation.
  const foundationId = idFromKey(ctx.actor.accountId, input.idempotencyKey);
  const foundation = { id: foundationId, slug, name, timeZone, isDemo: false };
  const options = { operation: 'openFoundation', input, action: 'foundation:open', foundationId };
  const open = async () =>
    ctx.mutate(options, async (tx) => {
      if (!(await isTimeZone(tx, timeZone)))
        throw new Refusal('TIME_ZONE_INVALID', { timeZone }, ['input', 'timeZone']);
      await tx.rows(insertFoundation, { foundationId: foundation.id, slug, name, timeZone });
      await tx.authorize('foundation:open', {}, { kind: 'foundation', id: foundation.id });
      const accountId = await accountWithPhone(
        tx,
        input.administratorName,
        input.administratorPhone,
        ['input', 'administratorPhone'],
      );
      await tx.rows(insertAdministrator, {
        id: newId(),
        accountId,
        role: Role.FOUNDATION_ADMIN,
        foundationId: foundation.id,
        administratorName: input.administratorName,
      });
      return {};
    });
  await unlessTaken('foundation_slug_key', slug, () => unlessKeyUsed(open));
  return foundation as Foundation;
}

/** Opens a community. Refuses with NOT_ALLOWED, SLUG_TAKEN, POSSIBLE_DUPLICATE. */
export async function openCommunity(
  ctx: Context,
  input: OpenCommunityInput,
): Promise<{ communityId: string }> {
  const communityId = newId();
  return unlessTaken('community_foundation_id_slug_key', input.slug, () =>
    ctx.mutate({ operation: 'openCommunity', input, action: 'community:open' }, async (tx) => {
      await tx.authorize('community:open', {}, { kind: 'community', id: communityId });
      const { slug, name, district } = input;
      if (!input.allowDuplicate)
        await refuseDuplicate(tx, 'community', name, selectTwinCommunity, { name, district });
      await tx.add(Community, { id: communityId, slug, name, district });
      return { communityId };
    }),
  );
}

/** Renames a community. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function renameCommunity(
  ctx: Context,
  input: RenameCommunityInput,
): Promise<{ communityId: string }> {
  const communityId = idFrom('community', input.communityId, 'input', 'communityId');
  return ctx.mutate(
    { operation: 'renameCommunity', input, action: 'community:rename' },
    async (tx) => {
      const community = await tx.find(Community, 'community', communityId);
      await tx.authorize(
        'community:rename',
        { communityId },
        { kind: 'community', id: communityId },
      );
      community.name = input.name ?? community.name;
      community.district = input.district ?? community.district;
      return { communityId };
    },
  );
}

/**
 * Forms a team, which serves its home community. Refuses with NOT_FOUND, NOT_ALLOWED,
 * POSSIBLE_DUPLICATE.
 */
export async function formTeam(ctx: Context, input: FormTeamInput): Promise<{ teamId: string }> {
  const communityId = idFrom('community', input.communityId, 'input', 'communityId');
  return ctx.mutate({ operation: 'formTeam', input, action: 'team:form' }, async (tx) => {
    await tx.find(Community, 'community', communityId);
    const teamId = newId();
    await tx.authorize('team:form', { communityId }, { kind: 'team', id: teamId });
    if (!input.allowDuplicate)
      await refuseDuplicate(tx, 'team', input.name, selectTwinTeam, {
        communityId,
        name: input.name,
      });
    await tx.add(Team, { id: teamId, communityId, name: input.name });
    await tx.add(TeamArea, { teamId, communityId });
    return { teamId };
  });
}

/** Renames a team. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function renameTeam(
  ctx: Context,
  input: RenameTeamInput,
): Promise<{ teamId: string }> {
  const teamId = idFrom('team', input.teamId, 'input', 'teamId');
  return ctx.mutate({ operation: 'renameTeam', input, action: 'team:rename' }, async (tx) => {
    const team = await tx.find(Team, 'team', teamId);
    await tx.authorize(
      'team:rename',
      { communityId: team.communityId },
      { kind: 'team', id: teamId },
    );
    team.name = input.name;
    return { teamId };
  });
}

/**
 * Lets a team serve a community, which opens the community's requests to its members. That
 * community's dispatcher decides, not the team.
 * Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function serveCommunity(
  ctx: Context,
  input: ServeCommunityInput,
): Promise<{ teamId: string }> {
  return changeArea(ctx, 'serveCommunity', input, async (tx, teamId, communityId) => {
    await tx.rows(insertArea, { id: newId(), teamId, communityId });
  });
}

/**
 * Ends a team's service of a community. Refuses with NOT_FOUND, NOT_ALLOWED, TEAM_STAYS_AT_HOME.
 */
export async function stopServingCommunity(
  ctx: Context,
  input: StopServingCommunityInput,
): Promise<{ teamId: string }> {
  return changeArea(ctx, 'stopServingCommunity', input, async (tx, teamId, communityId, homeId) => {
    if (homeId === communityId)
      throw new Refusal('TEAM_STAYS_AT_HOME', {}, ['input', 'communityId']);
    await tx.rows(deleteArea, { teamId, communityId });
    await tx.eligibilityChanged({ ground: 'TEAM_AREA', teamId, communityId });
  });
}

/**
 * Serializes concurrent creations of one name, so that the second finds the first. Refuses with
 * POSSIBLE_DUPLICATE.
 */
async function refuseDuplicate(
  tx: MutationTransaction,
  prefix: 'community' | 'team',
  name: string,
  query: Statement,
  parameters: StatementParameters,
): Promise<void> {
  await tx.rows(lockName, { key: `${tx.foundationId}/${name.replaceAll(' ', '').toLowerCase()}` });
  const [twin] = await tx.rows<{ id: string }>(query, parameters);
  if (twin)
    throw new Refusal('POSSIBLE_DUPLICATE', { id: encodeId(prefix, twin.id) }, ['input', 'name']);
}

async function changeArea(
  ctx: Context,
  operation: string,
  input: ServeCommunityInput | StopServingCommunityInput,
  change: (
    tx: MutationTransaction,
    teamId: string,
    communityId: string,
    homeId: string,
  ) => Promise<void>,
): Promise<{ teamId: string }> {
  const teamId = idFrom('team', input.teamId, 'input', 'teamId');
  const communityId = idFrom('community', input.communityId, 'input', 'communityId');
  return ctx.mutate({ operation, input, action: 'team:serve' }, async (tx) => {
    await tx.find(Community, 'community', communityId);
    const { communityId: homeId } = await tx.find(Team, 'team', teamId);
    await tx.authorize('team:serve', { communityId }, { kind: 'team', id: teamId });
    await change(tx, teamId, communityId, homeId);
    return { teamId };
  });
}

/** The id of a foundation comes from its key, and lasts longer than the stored answer. */
async function unlessKeyUsed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violates(error, 'foundation_pkey'))
      throw new Refusal('IDEMPOTENCY_KEY_REUSED', {}, ['input', 'idempotencyKey']);
    throw error;
  }
}

async function unlessTaken<T>(key: string, slug: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violates(error, key)) throw new Refusal('SLUG_TAKEN', { slug }, ['input', 'slug']);
    throw error;
  }
}

/**
 * Whether it is a name of the IANA time zone database, with the same meaning in PostgreSQL and
 * JavaScript. Offsets and abbreviations are ambiguous: PostgreSQL reads `+08:00` as eight hours
 * west, and `CST` is Chicago or Shanghai.
 */
async function isTimeZone(tx: Queryable, name: string): Promise<boolean> {
  if (!/^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+){1,2}$/.test(name) && name !== 'UTC') return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  return (await tx.rows(selectZone, { name })).length > 0;
}

const selectZone = statement(
  'communities.selectZone',
  'select name from pg_timezone_names where name = :name',
);

const lockName = statement(
  'communities.lockName',
  `select pg_advisory_xact_lock(hashtextextended('open ' || :key, 0))`,
);
const selectTwinCommunity = statement(
  'communities.selectTwinCommunity',
  `select id from community where foundation_id = :foundationId and lower(replace(name, ' ', '')) = lower(replace(:name, ' ', ''))
   and district = :district order by id limit 1`,
);
const selectTwinTeam = statement(
  'communities.selectTwinTeam',
  `select id from team where foundation_id = :foundationId and community_id = :communityId and lower(replace(name, ' ', '')) = lower(replace(:name, ' ', ''))
   order by id limit 1`,
);
const insertFoundation = statement(
  'communities.insertFoundation',
  'insert into foundation (id, slug, name, time_zone) values (:foundationId, :slug, :name, :timeZone)',
);
const insertAdministrator = statement(
  'communities.insertAdministrator',
  'insert into role_grant (id, account_id, role, foundation_id, holder_name, valid_from, accepted_at) values (:id, :accountId, :role, :foundationId, :administratorName, now(), null)',
);
const insertArea = statement(
  'communities.insertArea',
  'insert into team_area (foundation_id, id, team_id, community_id) values (:foundationId, :id, :teamId, :communityId) on conflict do nothing',
);
const deleteArea = statement(
  'communities.deleteArea',
  'delete from team_area where foundation_id = :foundationId and team_id = :teamId and community_id = :communityId',
);
