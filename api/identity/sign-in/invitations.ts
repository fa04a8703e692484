import { Channel } from '../../../schema/acting-for.ts';
import type { Database } from '../../platform/database/database.ts';
import { statement } from '../../platform/database/statement.ts';
import { systemSession } from '../../platform/database/session.ts';
import { auditEntry } from '../../platform/authorization/audit-log.ts';
import type { IdentityStore } from '../identity-store.ts';
import {
  invitationsTo,
  type PendingInvitation,
  prefixOf,
  writeAnswer,
} from '../invitations.queries.ts';

/**
 * Invitations on the pages of sign-in; `acceptInvitation` is the equivalent for signed-in callers.
 */
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly store: IdentityStore,
  ) {}

  async to(accountId: string): Promise<PendingInvitation[]> {
    return accountId ? invitationsTo(this.store, accountId) : [];
  }

  /** Writes the holder's answer and its audit entry, in the inviting foundation. */
  async answer(
    invitation: PendingInvitation,
    accountId: string,
    { isAccepted, appId, operationId }: { isAccepted: boolean; appId: string; operationId: string },
  ): Promise<void> {
    const [account] = await this.store.rows<{ displayName: string }>(selectInvitedName, {
      accountId,
    });
    if (!account) return;
    const { foundationId } = invitation;
    await this.database.withSession(systemSession(foundationId, accountId), async (tx) => {
      for (const id of await writeAnswer(tx, invitation, accountId, isAccepted))
        await tx.rows(
          ...auditEntry({
            foundationId,
            actor: { accountId, displayName: account.displayName, appId },
            action: isAccepted ? 'invitation:accept' : 'invitation:decline',
            about: { kind: prefixOf(invitation), id },
            personId: null,
            mandateId: null,
            channel: Channel.APP,
            operationId,
          }),
        );
    });
  }
}

const selectInvitedName = statement(
  'identity.selectInvitedName',
  'select display_name from account where id = :accountId and is_active',
);
