import { randomUUID } from 'node:crypto';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import { notFound } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { phoneFrom } from './sign-in/phones.ts';
import { endSignInsOf } from './sign-in/sessions.ts';

export interface HolderInput {
  accountId?: string | null;
  holderName?: string | null;
  holderPhone?: string | null;
}

export interface Holder {
  accountId: string;
  name: string;
}

/**
 * Finds an account: by id with a role in this foundation, or by phone. An unknown phone gets an
 * account; the answer does not reveal whether it was new.
 * Refuses with NOT_FOUND, HOLDER_NEEDED, PHONE_INVALID.
 */
export async function holderOf(tx: MutationTransaction, input: HolderInput): Promise<Holder> {
  if (input.accountId)
    return holderById(tx, idFrom('account', input.accountId, 'input', 'accountId'));
  const { holderName: name, holderPhone: phone } = input;
  if (!name || !phone)
    throw new Refusal('HOLDER_NEEDED', {}, ['input', name ? 'holderPhone' : 'holderName']);
  return { accountId: await accountWithPhone(tx, name, phone, ['input', 'holderPhone']), name };
}

/**
 * The account that signs in with a phone; created when there is none. Refuses with PHONE_INVALID.
 */
export async function accountWithPhone(
  tx: MutationTransaction,
  name: string,
  phone: string,
  path: readonly string[],
): Promise<string> {
  const number = phoneFrom(phone);
  if (!number) throw new Refusal('PHONE_INVALID', {}, path);
  const index = tx.caller.services.vault.index(number, 'phones of accounts');
  return tx.asRole(roles.identity, async () => {
    const [known] = await tx.rows<{ accountId: string }>(selectByPhone, { index });
    if (known) return known.accountId;
    // Random, unlike other ids: the time in an id would reveal that another foundation knows the
    // phone.
    const accountId = randomUUID();
    await tx.rows(insertAccount, { accountId, name });
    const [added] = await tx.rows<{ accountId: string }>(insertPhone, {
      phoneIndex: index,
      accountId,
    });
    if (added) return added.accountId;
    // A concurrent transaction inserted it between select and insert.
    const [first] = await tx.rows<{ accountId: string }>(selectByPhone, { index });
    return first?.accountId ?? accountId;
  });
}

/**
 * Moves the account of a person to another phone number, or to none, and ends its sign-ins. Only an
 * account that holds nothing but this person's roles as elder or volunteer, in this foundation,
 * moves. Null when no such account has the old number. Names the account of the new number, if
 * there is one.
 */
export async function numberMoved(
  tx: MutationTransaction,
  personId: string,
  before: string,
  after: string | null,
): Promise<{ accountId: string; otherAccountId: string | null } | null> {
  const indexOf = (phone: string) => tx.caller.services.vault.index(phone, 'phones of accounts');
  const number = after && phoneFrom(after);
  return tx.asRole(roles.identity, async () => {
    const [own] = await tx.rows<{ accountId: string }>(selectOfOneAlone, {
      phoneIndex: indexOf(before),
      personId,
    });
    if (!own) return null;
    const { accountId } = own;
    await tx.rows(deletePhone, { phoneIndex: indexOf(before) });
    await endSignInsOf(tx, accountId);
    if (!number) return { accountId, otherAccountId: null };
    await tx.rows(insertPhone, { phoneIndex: indexOf(number), accountId });
    const [owner] = await tx.rows<{ accountId: string }>(selectByPhone, { index: indexOf(number) });
    return {
      accountId,
      otherAccountId: owner && owner.accountId !== accountId ? owner.accountId : null,
    };
  });
}

async function holderById(tx: MutationTransaction, accountId: string): Promise<Holder> {
  const [here] = await tx.acrossCommunities(() =>
    tx.rows<{ holderName: string | null }>(selectHere, { accountId }),
  );
  if (!here) throw notFound('account');
  const [account] = await tx.asRole(roles.identity, () =>
    tx.rows<{ displayName: string }>(selectName, { accountId }),
  );
  if (!account) throw notFound('account');
  // The name that this foundation uses; names from other foundations are not disclosed.
  return { accountId, name: here.holderName ?? account.displayName };
}

const selectHere = statement(
  'identity.selectHere',
  'select holder_name from role_grant where foundation_id = :foundationId and account_id = :accountId order by id desc limit 1',
);
const selectName = statement(
  'identity.selectName',
  'select display_name from account where id = :accountId and is_active',
);
const selectByPhone = statement(
  'identity.selectByPhone',
  'select account_id from account_phone where phone_index = :index',
);
const insertAccount = statement(
  'identity.insertAccount',
  'insert into account (id, display_name) values (:accountId, :name)',
);
const ofOne = `g.foundation_id = :foundationId and g.person_id = :personId and g.role in ('ELDER', 'VOLUNTEER')`;
const selectOfOneAlone = statement(
  'identity.selectOfOneAlone',
  `select p.account_id from account_phone p where p.phone_index = :phoneIndex
   and exists (select from role_grant g where g.account_id = p.account_id and ${ofOne} and (g.valid_to is null or g.valid_to > now()))
   and not exists (select from role_grant g where g.account_id = p.account_id and (${ofOne}) is not true
     and g.accepted_at is not null and (g.valid_to is null or g.valid_to > now()))`,
);
const deletePhone = statement(
  'identity.deletePhone',
  'delete from account_phone where phone_index = :phoneIndex',
);
const insertPhone = statement(
  'identity.insertPhone',
  'insert into account_phone (phone_index, account_id) values (:phoneIndex, :accountId) on conflict do nothing returning account_id',
);
