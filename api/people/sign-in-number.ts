import type { Role } from '../../schema/identity/role-grant.ts';
import { numberMoved } from '../identity/account-lookup.ts';
import { tellAccessChanged } from '../identity/apps.service.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { type Details, openDetails, type SealedDetails } from './person-details.ts';
import { addGrant, endGrants } from './roles.service.ts';

/**
 * Moves a person's account to a corrected phone number and ends sign-ins with the old one. Only an
 * account that serves this person alone moves. Otherwise a dispatcher could take over an
 * administrator's account by a phone number. Call it before the details are written.
 */
export async function followNumber(
  tx: MutationTransaction,
  person: { id: string; name: string },
  { PHONE: after }: Details,
): Promise<void> {
  if (after === undefined) return;
  const [sealed] = await tx.rows<SealedDetails>(selectDetailsOfHolder, { personId: person.id });
  const before = sealed && openDetails(tx.caller.services.vault, sealed, ['PHONE']).PHONE;
  if (!before || before === after) return;
  const moved = await numberMoved(tx, person.id, before, after);
  if (!moved) return;
  await tx.leaveTrail('account:moveNumber', { kind: 'account', id: moved.accountId });
  await tellAccessChanged(tx, [tx.foundationId]);
  if (!moved.otherAccountId) return;
  // The new number has an account already: that one is invited, and the old one ends.
  const grants = await tx.acrossCommunities(() =>
    tx.rows<HeldGrant>(selectGrantsOfAccount, { personId: person.id, accountId: moved.accountId }),
  );
  await endGrants(
    tx,
    grants.map(({ id }) => id),
  );
  const holder = { accountId: moved.otherAccountId, name: person.name };
  const validFrom = tx.caller.now();
  for (const { role, validTo } of grants)
    await addGrant(tx, { role, personId: person.id, holder, validFrom, validTo });
}

interface HeldGrant {
  id: string;
  role: Role;
  validTo: string | null;
}

const selectDetailsOfHolder = statement(
  'people.selectDetailsOfHolder',
  'select * from person_detail where foundation_id = :foundationId and id = :personId',
);
const selectGrantsOfAccount = statement(
  'people.selectGrantsOfAccount',
  `select id, role, valid_to from role_grant where foundation_id = :foundationId and person_id = :personId and account_id = :accountId
   and (valid_to is null or valid_to > now())`,
);
