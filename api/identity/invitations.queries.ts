import type { InvitationKind } from '../../schema/identity/invitation.ts';
import type { Role } from '../../schema/identity/role-grant.ts';
import { encodeId } from '../../schema/ids.ts';
import { type Statement, type Queryable, statement } from '../platform/database/statement.ts';

/** An offer of a foundation to an account; ids are uuids. */
export interface PendingInvitation {
  id: string;
  kind: InvitationKind;
  foundationId: string;
  foundationName: string;
  role: Role | null;
  issuerName: string | null;
  subject: string | null;
}

interface LinkRow {
  id: string;
  foundationId: string;
  foundationName: string;
  issuerName: string;
  subject: string | null;
  acceptedAt: string;
}

/** Pending offers to an account, in all foundations. Requires the identity role. */
export async function invitationsTo(
  tx: Queryable,
  accountId: string,
): Promise<PendingInvitation[]> {
  return tx.rows<PendingInvitation>(selectInvitations, { accountId });
}

/** Issuers linked with an account, in all foundations. Requires the identity role. */
export async function linksOf(tx: Queryable, accountId: string): Promise<object[]> {
  const rows = await tx.rows<LinkRow>(selectLinks, { accountId });
  return rows.map(({ id, foundationId, ...row }) => ({
    ...row,
    linkId: encodeId('link', id),
    foundationId: encodeId('foundation', foundationId),
  }));
}

/** Id prefix of the row behind an invitation. */
export function prefixOf({ kind }: Pick<PendingInvitation, 'kind'>): 'grant' | 'link' {
  return kind === 'ROLE' ? 'grant' : 'link';
}

/** The GraphQL form of an invitation. */
export function shownInvitation(invitation: PendingInvitation): object {
  const { id, foundationId, ...shown } = invitation;
  return {
    ...shown,
    invitationId: encodeId(prefixOf(invitation), id),
    foundationId: encodeId('foundation', foundationId),
  };
}

/**
 * Writes the holder's answer, in the inviting foundation. Accepting one role accepts the
 * foundation, so its other pending roles come into force too. Gives the answered ids; none when a
 * concurrent answer was first.
 */
export async function writeAnswer(
  tx: Queryable,
  { id, kind, foundationId }: PendingInvitation,
  accountId: string,
  isAccepted: boolean,
): Promise<string[]> {
  const change = isAccepted ? accepting[kind] : declining[kind];
  const rows = await tx.rows<{ id: string }>(change, { foundationId, accountId, id });
  return rows.map((row) => row.id);
}

/** For links by phone number the subject is a blind index, which is not shown. */
const shownSubject = `case when l.subject not like 'tel:%' then l.subject end`;
const inForce = '(g.valid_to is null or g.valid_to > now())';

const selectInvitations = statement(
  'identity.selectInvitations',
  `select g.id, 'ROLE' as kind, g.foundation_id, f.name as foundation_name, g.role, null as issuer_name, null as subject
   from role_grant g join foundation f on f.id = g.foundation_id
   where g.account_id = :accountId and g.accepted_at is null and ${inForce}
   union all
   select l.id, 'SIGN_IN', l.foundation_id, f.name, null, i.name, ${shownSubject}
   from linked_account l join trusted_issuer i on i.foundation_id = l.foundation_id and i.id = l.issuer_id
   join foundation f on f.id = l.foundation_id
   where l.account_id = :accountId and l.accepted_at is null and i.untrusted_at is null
   order by 1 limit 100`,
);
const selectLinks = statement(
  'identity.selectLinks',
  `select l.id, l.foundation_id, f.name as foundation_name, i.name as issuer_name, ${shownSubject} as subject, l.accepted_at
   from linked_account l join trusted_issuer i on i.foundation_id = l.foundation_id and i.id = l.issuer_id
   join foundation f on f.id = l.foundation_id
   where l.account_id = :accountId and l.accepted_at is not null and i.untrusted_at is null order by l.id limit 100`,
);
const accepting: Record<InvitationKind, Statement> = {
  ROLE: statement(
    'identity.acceptRole',
    `update role_grant g set accepted_at = now() where g.foundation_id = :foundationId and g.account_id = :accountId and g.accepted_at is null
     and ${inForce} and exists (select from role_grant named where named.foundation_id = :foundationId and named.id = :id
       and named.account_id = :accountId and named.accepted_at is null) returning g.id`,
  ),
  SIGN_IN: statement(
    'identity.acceptLink',
    `update linked_account set accepted_at = now()
     where foundation_id = :foundationId and account_id = :accountId and id = :id and accepted_at is null returning id`,
  ),
};
const declining: Record<InvitationKind, Statement> = {
  ROLE: statement(
    'identity.declineRole',
    `update role_grant g set valid_to = greatest(now(), g.valid_from)
     where g.foundation_id = :foundationId and g.account_id = :accountId and g.id = :id and g.accepted_at is null and ${inForce} returning g.id`,
  ),
  SIGN_IN: statement(
    'identity.declineLink',
    'delete from linked_account where foundation_id = :foundationId and account_id = :accountId and id = :id and accepted_at is null returning id',
  ),
};
