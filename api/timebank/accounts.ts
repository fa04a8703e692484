import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { MutationTransaction } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { Refusal } from '../platform/errors.ts';
import type { Subject } from '../platform/policy.ts';

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
export function subjectOf({ ownerKind, ownerId, communityId }: CoinAccount): Subject {
  const place = { communityId: communityId ?? null };
  if (ownerKind === 'PERSON') return { ...place, elderPersonId: ownerId, volunteerPersonId: ownerId };
  if (ownerKind === 'TEAM') return { ...place, teamIds: [ownerId] };
  // What belongs to the foundation is nobody's of a community.
  return {};
}

const selectAccount = statement('select * from coin_account where foundation_id = $1 and id = $2');
