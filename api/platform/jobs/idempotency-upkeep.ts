import { idempotencyKeyDays } from '../../../schema/change-input.ts';
import { identitySession } from '../database/session.ts';
import { statement } from '../database/statement.ts';
import type { PeriodicTask } from './periodic-tasks.ts';

/** Bounds the locks and the log of one statement; the task repeats it until nothing is left. */
const recordsAtOnce = 5_000;

/**
 * Deletes idempotency records after the lifetime of their keys, in all foundations, with the
 * answers and sealed secrets in them. The clock of the database decides, as it dates the records.
 */
export const idempotencyUpkeep: PeriodicTask = {
  task: 'idempotency-upkeep',
  schedule: '17 * * * *',
  async run({ database }) {
    let deleted: number;
    do {
      deleted = await database.withSession(identitySession, async (tx) => {
        const [row] = await tx.rows<{ count: number }>(deleteOld, {
          idempotencyKeyDays,
          recordsAtOnce,
        });
        return row?.count ?? 0;
      });
    } while (deleted === recordsAtOnce);
  },
};

const deleteOld = statement(
  'jobs.deleteOld',
  `with old as (
     select foundation_id, account_id, key from idempotency_record
     where created_at < now() - make_interval(days => :idempotencyKeyDays)
     order by created_at limit :recordsAtOnce
   ), deleted as (
     delete from idempotency_record r using old
     where r.foundation_id = old.foundation_id and r.account_id = old.account_id and r.key = old.key returning 1
   )
   select count(*)::int as count from deleted`,
);
