import { encodeId } from '../../schema/ids.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { type Performers, performersOf, performersOfRole } from '../identity/performers.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/errors.ts';
import { limits } from '../platform/limits.ts';
import type { Resource } from '../platform/policy.ts';

/** An account that the caller may see. Refuses with NOT_FOUND: somebody else's account and no account are the same. */
export async function seeAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.rows<CoinAccount>(selectAccount, [tx.foundationId, id]);
  if (!account) throw new Refusal('NOT_FOUND', { what: 'CoinAccount' });
  return account;
}

/** An account of this foundation, whoever may see it: for those who receive. Refuses with NO_ACCOUNT. */
export async function anyAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.acrossCommunities(() => tx.rows<CoinAccount>(selectAccount, [tx.foundationId, id]));
  if (!account) throw new Refusal('NO_ACCOUNT');
  return account;
}

/** The account of a shop, where coins may be spent from anywhere. Refuses with NOT_A_SHOP: an account elsewhere and none at all are no shop alike. */
export async function shopAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.acrossCommunities(() => tx.rows<CoinAccount>(selectAccount, [tx.foundationId, id]));
  if (account?.ownerKind !== 'SHOP') throw new Refusal('NOT_A_SHOP', {}, ['input', 'shopAccountId']);
  return account;
}

/** The facts about an account that policies judge by: whose it is, and where. */
export function subjectOf({ ownerKind, ownerId, communityId }: CoinAccount): Resource {
  const place = { communityId: communityId ?? null };
  if (ownerKind === 'PERSON') return { ...place, elderPersonId: ownerId, volunteerPersonId: ownerId };
  if (ownerKind === 'TEAM') return { ...place, teamIds: [ownerId] };
  // What belongs to the foundation is nobody's of a community.
  return {};
}

/**
 * Those who dispose of an account or are paid through it, for rules that keep them from deciding about it: the person, the leaders of the team, the
 * merchants; today's and those of the past.
 */
export async function holdersOf(
  tx: MutationTransaction,
  accounts: readonly Pick<CoinAccount, 'ownerKind' | 'ownerId'>[],
): Promise<Performers> {
  const persons = accounts.filter(({ ownerKind }) => ownerKind === 'PERSON').map(({ ownerId }) => ownerId);
  const found = [await performersOf(tx, persons)];
  for (const { ownerKind, ownerId } of accounts) {
    if (ownerKind === 'TEAM') found.push(await performersOfRole(tx, 'TEAM_LEADER', ownerId));
    if (ownerKind === 'SHOP') found.push(await performersOfRole(tx, 'MERCHANT'));
  }
  return {
    performerPersonIds: persons,
    performerAccountIds: found.flatMap(({ performerAccountIds }) => performerAccountIds),
  };
}

/**
 * Coins of a person are moved by that person, or by somebody who says in `actingFor` that it is for them, so that the audit trail names the
 * holder. Called after the right to it was checked. Refuses with ACTING_FOR_HOLDER_NEEDED.
 */
export function requireActingForHolder(
  tx: MutationTransaction,
  { ownerKind, ownerId }: Pick<CoinAccount, 'ownerKind' | 'ownerId'>,
): void {
  if (ownerKind !== 'PERSON') return;
  const { personId } = tx.actingFor;
  const isHolder = tx.actor.grants.some(
    (grant) => grant.personId === ownerId && (grant.role === Role.ELDER || grant.role === Role.VOLUNTEER),
  );
  if (personId === ownerId || (isHolder && personId === null)) return;
  throw new Refusal('ACTING_FOR_HOLDER_NEEDED', { personId: encodeId('person', ownerId) }, [
    'input',
    'actingFor',
    'personId',
  ]);
}

/**
 * When something happened that is booked now, as the caller says; null where nothing is said and now is meant. Both ways there is a bound, since a slip of the finger puts coins and money
 * into another century. Refuses with HAPPENED_IN_FUTURE, HAPPENED_TOO_LONG_AGO.
 */
export function happenedAtOf(tx: MutationTransaction, stated: string | null | undefined): string | null {
  if (!stated) return null;
  const now = tx.caller.nowMs();
  const path = ['input', 'happenedAt'];
  if (Date.parse(stated) > now + limits.deviceAheadMs) throw new Refusal('HAPPENED_IN_FUTURE', {}, path);
  if (Date.parse(stated) < now - limits.backdatedDaysMax * 86_400_000)
    throw new Refusal('HAPPENED_TOO_LONG_AGO', { days: limits.backdatedDaysMax }, path);
  return stated;
}

const selectAccount = statement('select * from coin_account where foundation_id = $1 and id = $2');
