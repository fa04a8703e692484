import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';

/**
 * Updates the readers of sensitive notes to the currently assigned volunteers and the leaders of
 * their current teams. Volunteers whose visit is over, or who are not eligible any more, lose
 * access.
 */
export async function updateReaders(
  tx: MutationTransaction,
  requestIds: readonly string[],
): Promise<void> {
  if (requestIds.length > 0) await tx.rowsAcrossCommunities(updateReaderColumns, { requestIds });
}

const going = `visit v join volunteer w on w.foundation_id = v.foundation_id and w.id = v.volunteer_id and w.is_vetted`;
const isUnderWay = `v.foundation_id = n.foundation_id and v.request_id = n.request_id and v.state in ('PLANNED', 'CHECKED_IN')`;
const updateReaderColumns = statement(
  'requests.updateReaderColumns',
  `update request_note n set
     reader_person_ids = array(select v.volunteer_person_id from ${going} where ${isUnderWay} order by v.id),
     reader_team_ids = array(select distinct m.team_id from ${going}
       join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.volunteer_id
       where ${isUnderWay} order by m.team_id)
   where n.foundation_id = :foundationId and n.request_id = any (:requestIds)`,
);
