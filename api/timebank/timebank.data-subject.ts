import { newId } from '../../schema/ids.ts';
import { formatHundredths } from '../../schema/scalars.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { DataSubjectHandler } from '../platform/privacy/data-subject-handler.ts';

/**
 * Data of a person in the books: an account from registration on. It stays under a pseudonym after
 * erasure.
 */
export const timebankPart: DataSubjectHandler<MutationTransaction> = {
  rows: {
    coin_account: statement(
      `select * from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2 order by id`,
    ),
    entry: statement(
      `select e.*, t.kind, t.phase, t.happened_at, t.reason from entry e
       join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
       join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
       where e.foundation_id = $1 and a.owner_kind = 'PERSON' and a.owner_id = $2 order by e.id`,
    ),
    coin_lot: statement(
      'select * from coin_lot where foundation_id = $1 and person_id = $2 order by id',
    ),
    lot_move: statement(
      'select * from lot_move where foundation_id = $1 and person_id = $2 order by id',
    ),
    clearing_order: statement(
      'select * from clearing_order where foundation_id = $1 and person_id = $2 order by id',
    ),
    hours_record: statement(
      'select * from hours_record where foundation_id = $1 and person_id = $2 order by id',
    ),
  },
  async begin(tx, people) {
    const rows = people.map(({ id, communityId, name }) => ({
      id: newId(),
      personId: id,
      communityId,
      name,
    }));
    await tx.rows(insertAccounts, [tx.foundationId, JSON.stringify(rows)]);
  },
  async mayErase(tx, personId) {
    const [held] = await tx.acrossCommunities(() =>
      tx.rows(selectHeld, [tx.foundationId, personId]),
    );
    if (held) throw new Refusal('COINS_STILL_HELD', {}, ['input', 'personId']);
    const left = await coinsLeft(tx, personId);
    if (left)
      throw new Refusal('COINS_LEFT', { amount: formatHundredths(left) }, ['input', 'personId']);
  },
  async erase(tx, { personId, pseudonym }) {
    await tx.rows(closeAccounts, [tx.foundationId, personId, pseudonym]);
    // Checked again under the account's lock: coins that arrive meanwhile would belong to nobody
    // for ever.
    const left = await coinsLeft(tx, personId);
    if (left)
      throw new Refusal('COINS_LEFT', { amount: formatHundredths(left) }, ['input', 'personId']);
  },
  async renamed(tx, { personId, from, to }) {
    await tx.rows(renameAccounts, [tx.foundationId, personId, from, to]);
  },
};

const insertAccounts = statement(
  `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, available_min)
   select $1, id, "communityId", 'PERSON', "personId", name, 0 from jsonb_to_recordset($2::jsonb)
     as p (id uuid, "personId" uuid, "communityId" uuid, name text)`,
);
const selectHeld = statement(
  `select id from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2 and (pending_out > 0 or pending_in > 0)`,
);
const selectLeft = statement(
  `select sum(posted)::text as posted from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2`,
);
const closeAccounts = statement(
  `update coin_account set name = $3, is_open = false where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2`,
);
const renameAccounts = statement(
  `update coin_account set name = $4 where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = $2 and name = $3`,
);

/** Coins on the accounts of a person, in hundredths; null when there are none. */
async function coinsLeft(tx: MutationTransaction, personId: string): Promise<bigint | null> {
  const [row] = await tx.acrossCommunities(() =>
    tx.rows<{ posted: string | null }>(selectLeft, [tx.foundationId, personId]),
  );
  return BigInt(row?.posted ?? 0) || null;
}
