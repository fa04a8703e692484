import { createHmac } from 'node:crypto';

/**
 * Database roles. The login owns nothing and inherits nothing: a statement that forgot its context
 * is a permission error.
 * - member: users inside one foundation; row-level security limits what they reach.
 * - partner: partner applications, where their rights differ from a member's.
 * - impact: rollups only, no rows of people.
 * - identity: sign-in, before there is a tenant: accounts, grants, keys.
 * - headBank: staff above the foundations, and the relay between them. It sees rows that
 *   foundations have in common, and no personal data.
 * - relay: sequencer, webhooks and jobs. It sees the outbox of every tenant, due tasks and jobs,
 *   and nothing else, through its own pools.
 */
export const roles = {
  owner: 'linli_owner',
  login: 'linli_api',
  member: 'linli_member',
  partner: 'linli_partner',
  impact: 'linli_impact',
  identity: 'linli_identity',
  headBank: 'linli_head_bank',
  relay: 'linli_relay',
} as const;

export type MemberRole =
  | typeof roles.member
  | typeof roles.partner
  | typeof roles.impact
  | typeof roles.identity
  | typeof roles.headBank;

/**
 * Password of a login role, derived from the administrator's connection so that there is one secret
 * to keep. Roles belong to the whole server, so databases of one server share it.
 */
export function rolePassword(administratorUrl: string, role: string): string {
  const { username, password } = new URL(administratorUrl);
  return createHmac('sha256', `linli:${username}:${password}`).update(role).digest('hex');
}

export function urlOfRole(administratorUrl: string, role: string): string {
  const url = new URL(administratorUrl);
  const password = rolePassword(administratorUrl, role);
  url.username = role;
  url.password = password;
  return url.toString();
}
