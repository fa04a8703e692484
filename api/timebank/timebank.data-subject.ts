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
      'timebank.export.coin_account',
      `select * from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId order by id`,
    ),
    entry: statement(
      'timebank.export.entry',
      `select e.*, t.kind, t.phase, t.happened_at, t.reason from entry e
       join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
       join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
       where e.foundation_id = :foundationId and a.owner_kind = 'PERSON' and a.owner_id = :personId order by e.id`,
    ),
    coin_lot: statement(
      'timebank.export.coin_lot',
      'select * from coin_lot where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    lot_move: statement(
      'timebank.export.lot_move',
      'select * from lot_move where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    clearing_order: statement(
      'timebank.export.clearing_order',
      'select * from clearing_order where foundation_id = :foundationId and person_id = :personId order by id',
    ),
    hours_record: statement(
      'timebank.export.hours_record',
      'select * from hours_record where foundation_id = :foundationId and person_id = :personId order by id',
    ),
  },
  async begin(tx, people) {
    const rows = people.map(({ id, communityId, name }) => ({
      id: newId(),
      personId: id,
      communityId,
      name,
    }));
    await tx.rows(insertAccounts, { rows: JSON.stringify(rows) });
  },
  async mayErase(tx, personId) {
    const [held] = await tx.acrossCommunities(() => tx.rows(selectHeld, { personId }));
    if (held) throw new Refusal('COINS_STILL_HELD', {}, ['input', 'personId']);
    const left = await coinsLeft(tx, personId);
    if (left)
      throw new Refusal('COINS_LEFT', { amount: formatHundredths(left) }, ['input', 'personId']);
  },
  async erase(tx, { personId, pseudonym }) {
    await tx.rows(closeAccounts, { personId, pseudonym });
    // Checked again under the account's lock: coins that arrive meanwhile would belong to nobody
    // for ever.
    const left = await coinsLeft(tx, personId);
    if (left)
      throw new Refusal('COINS_LEFT', { amount: formatHundredths(left) }, ['input', 'personId']);
  },
  async renamed(tx, { personId, from, to }) {
    await tx.rows(renameAccounts, { personId, from, to });
  },
};

const insertAccounts = statement(
  'timebank.insertAccounts',
  `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, available_min)
   select :foundationId, id, "communityId", 'PERSON', "personId", name, 0 from jsonb_to_recordset(:rows::jsonb)
     as p (id uuid, "personId" uuid, "communityId" uuid, name text)`,
);
const selectHeld = statement(
  'timebank.selectHeld',
  `select id from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId and (pending_out > 0 or pending_in > 0)`,
);
const selectLeft = statement(
  'timebank.selectLeft',
  `select sum(posted)::text as posted from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId`,
);
const closeAccounts = statement(
  'timebank.closeAccounts',
  `update coin_account set name = :pseudonym, is_open = false where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId`,
);
const renameAccounts = statement(
  'timebank.renameAccounts',
  `update coin_account set name = :to where foundation_id = :foundationId and owner_kind = 'PERSON' and owner_id = :personId and name = :from`,
);

/** Coins on the accounts of a person, in hundredths; null when there are none. */
async function coinsLeft(tx: MutationTransaction, personId: string): Promise<bigint | null> {
  const [row] = await tx.acrossCommunities(() =>
    tx.rows<{ posted: string | null }>(selectLeft, { personId }),
  );
  return BigInt(row?.posted ?? 0) || null;
}
