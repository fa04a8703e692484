import type {
  AnswerInvitationInput,
  EndAccountLinkInput,
} from '../../schema/identity/invitation.ts';
import type { ChangeInput } from '../../schema/change-input.ts';
import { decodeAnyId } from '../../schema/ids.ts';
import { keyOf, requestHash } from '../platform/context/idempotency.ts';
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
  const operation = isAccepted ? 'acceptInvitation' : 'declineInvitation';
  const pending = await invitationsTo(new IdentityStore(ctx.services.database), accountId);
  const invitation = pending.find((each) => each.id === id.uuid && prefixOf(each) === id.prefix);
  const none = new Refusal('NOT_FOUND', { what: 'Invitation' }, ['input', 'invitationId']);
  const foundationId = invitation?.foundationId ?? (await foundationOfCall(ctx, operation, input));
  if (foundationId === null) throw none;
  return ctx.mutate({ operation, input, foundationId }, async (tx) => {
    const answered = invitation ? await writeAnswer(tx, invitation, accountId, isAccepted) : [];
    if (!invitation || answered.length === 0) throw none;
    for (const each of answered)
      await tx.authorize(action, { accountId }, { kind: prefixOf(invitation), id: each });
    return { invitation: shownInvitation(invitation) };
  });
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
  const mayEnd = isOwn || (link?.foundationId === actsIn && ctx.allows('accountLink:end'));
  const operation = 'endAccountLink';
  const foundationId =
    link && mayEnd ? link.foundationId : await foundationOfCall(ctx, operation, input);
  if (foundationId === null) throw notFound('link');
  await ctx.mutate({ operation, input, foundationId }, async (tx) => {
    if (!link || !mayEnd) throw notFound('link');
    const { accountId: holderId, issuerId } = link;
    await tx.authorize('accountLink:end', { accountId: holderId }, { kind: 'link', id: linkId });
    await tx.leaveTrail('accountLink:end', { kind: 'account', id: holderId });
    await tx.rows(deleteLink, { foundationId, linkId });
    await endKeysOfIssuer(tx, issuerId, holderId);
    await tellAccessChanged(tx, [foundationId]);
    return {};
  });
  return { linkId: input.linkId };
}

/**
 * Foundation in which the caller has already used this key, first for the same call; null without
 * one. What named the foundation is gone by then: the invitation is answered, the link ended.
 */
async function foundationOfCall(
  ctx: Context,
  operation: string,
  input: ChangeInput,
): Promise<string | null> {
  const key = keyOf({ operation, input });
  if (key === null) return null;
  const [call] = await new IdentityStore(ctx.services.database).rows<{ foundationId: string }>(
    selectFoundationOfCall,
    { accountId: ctx.actor.accountId, key, hash: requestHash({ operation, input }) },
  );
  return call?.foundationId ?? null;
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
// A caller has or had a role in every foundation that invites or links the account.
const selectFoundationOfCall = statement(
  'identity.selectFoundationOfCall',
  `select r.foundation_id from idempotency_record r
   where r.foundation_id in (select g.foundation_id from role_grant g where g.account_id = :accountId)
     and r.account_id = :accountId and r.key = :key
   order by r.request_hash = :hash desc limit 1`,
);
const deleteLink = statement(
  'identity.deleteLink',
  'delete from linked_account where foundation_id = :foundationId and id = :linkId',
);
