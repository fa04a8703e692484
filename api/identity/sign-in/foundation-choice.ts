import { errors } from 'oidc-provider';
import { decodeId } from '../../../schema/ids.ts';
import { statement } from '../../platform/database/statement.ts';
import { grantInForce } from '../grant-in-force.ts';
import type { IdentityStore } from '../identity-store.ts';

export interface FoundationChoice {
  id: string;
  slug: string;
  name: string;
  /** Whether the app may work there: it is one of the platform's own, or the foundation has let it in. */
  isOpenToApp: boolean;
}

/** Foundations in which the account has a role now, in the order in which it got them. */
export async function foundationsOf(
  store: IdentityStore,
  accountId: string,
  clientId: string,
): Promise<FoundationChoice[]> {
  return store.rows<FoundationChoice>(selectFoundations, [accountId, clientId]);
}

/** The one that an app names, by its short name or its id; null when it is not among them. */
export function chosenFrom<T extends { id: string; slug: string }>(
  foundations: readonly T[],
  wanted: unknown,
): T | null {
  if (typeof wanted !== 'string') return null;
  const id = decodeId('foundation', wanted);
  return foundations.find((foundation) => foundation.slug === wanted || foundation.id === id) ?? null;
}

/**
 * The foundation that a partner's server acts in by itself: the one it names in `foundation`, else the first that let it in.
 * Throws the standard's invalid_target when none has, or not that one.
 */
export async function foundationOfApp(store: IdentityStore, clientId: string, wanted: unknown): Promise<string> {
  const granted = await store.rows<{ id: string; slug: string }>(selectGranted, [clientId]);
  const chosen = wanted === undefined ? granted[0] : chosenFrom(granted, wanted);
  if (!chosen) throw new errors.InvalidTarget('no foundation of that name has granted this app access');
  return chosen.id;
}

export async function keepChoice(store: IdentityStore, grantId: string, foundationId: string): Promise<void> {
  await store.rows(updateChoice, [grantId, foundationId]);
}

const selectFoundations = statement(`
  select f.id, f.slug, f.name,
    bool_or(o.client_id is not null or c.id is not null) as is_open_to_app
  from role_grant g
  join foundation f on f.id = g.foundation_id
  left join first_party_app o on o.client_id = $2 and o.is_active
  left join app_consent c on c.client_id = $2 and c.foundation_id = f.id and c.revoked_at is null
  where g.account_id = $1 and ${grantInForce('g')}
  group by f.id, f.slug, f.name order by min(g.valid_from), f.id limit 100`);

const selectGranted = statement(`
  select f.id, f.slug from app_consent c join foundation f on f.id = c.foundation_id
  where c.client_id = $1 and c.revoked_at is null order by c.granted_at, c.id`);

const updateChoice = statement(`update oidc_artifact set chosen_foundation_id = $2 where kind = 'Grant' and id = $1`);
