import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';

/** Authorizes in each community, with one audit entry. */
export async function authorizeIn(
  tx: MutationTransaction,
  action: AuditAction,
  communityIds: readonly string[],
  about: { kind: string; id: string; reason?: string },
): Promise<void> {
  const [first, ...others] = communityIds;
  for (const communityId of others) tx.caller.authorize(action, { communityId });
  await tx.authorize(action, { communityId: first ?? null }, about);
}
