import { errors } from 'oidc-provider';
import { decodeId } from '../../../schema/ids.ts';
import { statement } from '../../platform/database/statement.ts';
import { grantInForce } from '../grant-in-force.ts';
import type { IdentityStore } from '../identity-store.ts';

export interface FoundationChoice {
  id: string;
  slug: string;
  name: string;
  /** Whether the app may act there: a first-party app, or one with the foundation's consent. */
  isOpenToApp: boolean;
}

/** Foundations in which the account has a role in force, in order of the grants. */
export async function foundationsOf(
  store: IdentityStore,
  accountId: string,
  clientId: string,
): Promise<FoundationChoice[]> {
  return store.rows<FoundationChoice>(selectFoundations, { accountId, clientId });
}

/** The foundation that an app names by short name or id; null when it is not among them. */
export function chosenFrom<T extends { id: string; slug: string }>(
  foundations: readonly T[],
  wanted: unknown,
): T | null {
  if (typeof wanted !== 'string') return null;
  const id = decodeId('foundation', wanted);
  return (
    foundations.find((foundation) => foundation.slug === wanted || foundation.id === id) ?? null
  );
}

/**
 * The foundation in which a partner's server acts: the one in its `foundation` parameter, else the
 * first with consent. Throws the standard's invalid_target without consent.
 */
export async function foundationOfApp(
  store: IdentityStore,
  clientId: string,
  wanted: unknown,
): Promise<string> {
  const granted = await store.rows<{ id: string; slug: string }>(selectGranted, { clientId });
  const chosen = wanted === undefined ? granted[0] : chosenFrom(granted, wanted);
  if (!chosen)
    throw new errors.InvalidTarget('no foundation of that name has granted this app access');
  return chosen.id;
}

export async function keepChoice(
  store: IdentityStore,
  grantId: string,
  foundationId: string,
): Promise<void> {
  await store.rows(updateChoice, { grantId, foundationId });
}

const selectFoundations = statement(
  'identity.selectFoundations',
  `
  select f.id, f.slug, f.name,
    bool_or(o.client_id is not null or c.id is not null) as is_open_to_app
  from role_grant g
  join foundation f on f.id = g.foundation_id
  left join first_party_app o on o.client_id = :clientId and o.is_active
  left join app_consent c on c.client_id = :clientId and c.foundation_id = f.id and c.revoked_at is null
  where g.account_id = :accountId and ${grantInForce('g')}
  group by f.id, f.slug, f.name order by min(g.valid_from), f.id limit 100`,
);

const selectGranted = statement(
  'identity.selectGranted',
  `
  select f.id, f.slug from app_consent c join foundation f on f.id = c.foundation_id
  where c.client_id = :clientId and c.revoked_at is null order by c.granted_at, c.id`,
);

const updateChoice = statement(
  'identity.updateChoice',
  `update oidc_artifact set chosen_foundation_id = :foundationId where kind = 'Grant' and id = :grantId`,
);
