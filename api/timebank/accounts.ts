import { encodeId } from '../../schema/ids.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import { type Performers, performersOf, performersOfRole } from '../identity/performers.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { timebankLimits } from './limits.ts';
import type { Resource } from '../platform/authorization/policy.ts';

/**
 * An account visible to the caller. Refuses with NOT_FOUND, both for a hidden account and for a
 * missing one.
 */
export async function seeAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.rows<CoinAccount>(selectAccount, { id });
  if (!account) throw new Refusal('NOT_FOUND', { what: 'CoinAccount' });
  return account;
}

/** An account of this foundation, visible or not: for payees. Refuses with NO_ACCOUNT. */
export async function anyAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.acrossCommunities(() => tx.rows<CoinAccount>(selectAccount, { id }));
  if (!account) throw new Refusal('NO_ACCOUNT');
  return account;
}

/**
 * The account of a shop, where coins may be spent from anywhere. Refuses with NOT_A_SHOP, also for
 * missing accounts and those of other foundations.
 */
async function shopAccount(tx: MutationTransaction, id: string): Promise<CoinAccount> {
  const [account] = await tx.acrossCommunities(() => tx.rows<CoinAccount>(selectAccount, { id }));
  if (account?.ownerKind !== 'SHOP')
    throw new Refusal('NOT_A_SHOP', {}, ['input', 'shopAccountId']);
  return account;
}

/**
 * Authorizes spending coins at a shop. Staff who spend for a holder must not be merchants. Refuses
 * with NOT_ALLOWED, ACTING_FOR_HOLDER_NEEDED, NOT_A_SHOP.
 */
export async function authorizeRedemption(
  tx: MutationTransaction,
  holder: CoinAccount,
  shopAccountId: string,
  about: { kind: string; id: string; reason: string | null },
): Promise<void> {
  // Before the shop is read: otherwise unauthorized callers could probe for accounts by the error
  // code.
  tx.caller.authorize('coins:redeem', subjectOf(holder));
  const shop = await shopAccount(tx, shopAccountId);
  const subject = { ...subjectOf(holder), ...(await holdersOf(tx, [shop])) };
  await tx.authorize('coins:redeem', subject, about);
  requireActingForHolder(tx, holder);
}

/** Facts about an account that authorization rules read: its owner and community. */
export function subjectOf({ ownerKind, ownerId, communityId }: CoinAccount): Resource {
  const place = { communityId: communityId ?? null };
  if (ownerKind === 'PERSON')
    return { ...place, elderPersonId: ownerId, volunteerPersonId: ownerId };
  if (ownerKind === 'TEAM') return { ...place, teamIds: [ownerId] };
  // Accounts of the foundation belong to no community.
  return {};
}

/**
 * Persons who control or profit from an account, now or in the past: the person, the leaders of the
 * team, the merchants of the shop. Rules exclude them from decisions about it.
 */
export async function holdersOf(
  tx: MutationTransaction,
  accounts: readonly Pick<CoinAccount, 'ownerKind' | 'ownerId'>[],
): Promise<Performers> {
  const ownersOf = (kind: CoinAccount['ownerKind']) =>
    accounts.filter(({ ownerKind }) => ownerKind === kind).map(({ ownerId }) => ownerId);
  const [persons, teams] = [ownersOf('PERSON'), ownersOf('TEAM')];
  const found = [await performersOf(tx, persons)];
  if (teams.length > 0) found.push(await performersOfRole(tx, 'TEAM_LEADER', teams));
  if (ownersOf('SHOP').length > 0) found.push(await performersOfRole(tx, 'MERCHANT'));
  return {
    performerPersonIds: persons,
    performerAccountIds: found.flatMap(({ performerAccountIds }) => performerAccountIds),
  };
}

/**
 * Coins of a person are moved by that person, or by a representative who names the holder in
 * `actingFor`, for the audit log. Call it after authorization. Refuses with
 * ACTING_FOR_HOLDER_NEEDED.
 */
export function requireActingForHolder(
  tx: MutationTransaction,
  account: Pick<CoinAccount, 'ownerKind' | 'ownerId'>,
): void {
  const { ownerKind, ownerId } = account;
  if (ownerKind !== 'PERSON') return;
  const { personId } = tx.actingFor;
  if (personId === ownerId || (isHolder(tx, account) && personId === null)) return;
  throw new Refusal('ACTING_FOR_HOLDER_NEEDED', { personId: encodeId('person', ownerId) }, [
    'input',
    'actingFor',
    'personId',
  ]);
}

/** Whether the actor is the person who holds the account, and not a representative. */
export function isHolder(
  tx: MutationTransaction,
  { ownerKind, ownerId }: Pick<CoinAccount, 'ownerKind' | 'ownerId'>,
): boolean {
  return (
    ownerKind === 'PERSON' &&
    tx.actor.grants.some(
      ({ personId, role }) =>
        personId === ownerId && (role === Role.ELDER || role === Role.VOLUNTEER),
    )
  );
}

/**
 * Validates the stated time of an event that is booked now; null means now. Bounded in both
 * directions, since a typing error would book into another century.
 * Refuses with HAPPENED_IN_FUTURE, HAPPENED_TOO_LONG_AGO.
 */
export function happenedAtOf(
  tx: MutationTransaction,
  stated: string | null | undefined,
): string | null {
  if (!stated) return null;
  const now = tx.caller.nowMs();
  const path = ['input', 'happenedAt'];
  if (Date.parse(stated) > now + timebankLimits.deviceAheadMs)
    throw new Refusal('HAPPENED_IN_FUTURE', {}, path);
  if (Date.parse(stated) < now - timebankLimits.backdatedDaysMax * 86_400_000)
    throw new Refusal('HAPPENED_TOO_LONG_AGO', { days: timebankLimits.backdatedDaysMax }, path);
  return stated;
}

const selectAccount = statement(
  'timebank.selectAccount',
  'select * from coin_account where foundation_id = :foundationId and id = :id',
);
