import type {
  AnswerInvitationInput,
  EndAccountLinkInput,
} from '../../schema/identity/invitation.ts';
import { decodeAnyId } from '../../schema/ids.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { notFound } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { tellAccessChanged } from './apps.service.ts';
import { endKeysOfIssuer } from './trusted-issuers.service.ts';
import { IdentityStore } from './identity-store.ts';
import { invitationsTo, prefixOf, shownInvitation, writeAnswer } from './invitations.queries.ts';

/**
 * Answers an invitation to the caller's account; requires a first-party sign-in. The audit log of
 * the inviting foundation records it.
 * Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function answerInvitation(
  ctx: Context,
  input: AnswerInvitationInput,
  isAccepted: boolean,
): Promise<{ invitation: object }> {
  const id = decodeAnyId(input.invitationId);
  if (!id) throw new Refusal('INVALID_ID', { what: 'Invitation' }, ['input', 'invitationId']);
  const action = isAccepted ? 'invitation:accept' : 'invitation:decline';
  const { accountId } = ctx.actor;
  ctx.authorize(action, { accountId });
  const pending = await invitationsTo(new IdentityStore(ctx.services.database), accountId);
  const invitation = pending.find((each) => each.id === id.uuid && prefixOf(each) === id.prefix);
  if (!invitation)
    throw new Refusal('NOT_FOUND', { what: 'Invitation' }, ['input', 'invitationId']);
  const { foundationId } = invitation;
  const operation = isAccepted ? 'acceptInvitation' : 'declineInvitation';
  await ctx.mutate({ operation, input, foundationId }, async (tx) => {
    const answered = await writeAnswer(tx, invitation, accountId, isAccepted);
    if (answered.length === 0)
      throw new Refusal('NOT_FOUND', { what: 'Invitation' }, ['input', 'invitationId']);
    for (const each of answered)
      await tx.authorize(action, { accountId }, { kind: prefixOf(invitation), id: each });
    return {};
  });
  return { invitation: shownInvitation(invitation) };
}

/**
 * Ends the link of an issuer with an account: an own one, or any of the foundation as
 * administrator. Keys made by it end too. Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function endAccountLink(
  ctx: Context,
  input: EndAccountLinkInput,
): Promise<{ linkId: string }> {
  const linkId = idFrom('link', input.linkId, 'input', 'linkId');
  const { accountId, foundationId: actsIn } = ctx.actor;
  const [link] = await new IdentityStore(ctx.services.database).rows<LinkRow>(selectLink, {
    linkId,
  });
  const isOwn = link?.accountId === accountId && ctx.allows('accountLink:end', { accountId });
  // In another foundation callers end only their own links, and cannot detect others.
  if (!link || (!isOwn && (link.foundationId !== actsIn || !ctx.allows('accountLink:end'))))
    throw notFound('link');
  await ctx.mutate(
    { operation: 'endAccountLink', input, foundationId: link.foundationId },
    async (tx) => {
      await tx.authorize(
        'accountLink:end',
        { accountId: link.accountId },
        { kind: 'link', id: linkId },
      );
      await tx.leaveTrail('accountLink:end', { kind: 'account', id: link.accountId });
      await tx.rows(deleteLink, { foundationId: link.foundationId, linkId });
      await endKeysOfIssuer(tx, link.issuerId, link.accountId);
      await tellAccessChanged(tx, [link.foundationId]);
      return {};
    },
  );
  return { linkId: input.linkId };
}

interface LinkRow {
  foundationId: string;
  issuerId: string;
  accountId: string;
}

const selectLink = statement(
  'identity.selectLink',
  'select foundation_id, issuer_id, account_id from linked_account where id = :linkId',
);
const deleteLink = statement(
  'identity.deleteLink',
  'delete from linked_account where foundation_id = :foundationId and id = :linkId',
);
