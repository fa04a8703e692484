import { newId } from '../../schema/ids.ts';
import { type Queryable, statement } from '../platform/database/statement.ts';
import type { Business } from './ledger.ts';

export interface Hours {
  communityId: string;
  volunteerId: string;
  personId: string;
  minutes: number;
  category: string;
  happenedAt: string;
  business: Business;
}

type Tenant = Queryable & { foundationId: string };

/** Records certified minutes, once per cause; a unique index refuses a second record. */
export async function recordHours(tx: Tenant, hours: Hours): Promise<string> {
  return write(tx, hours, null);
}

/**
 * Corrects the hours of a cause to `minutes`, by a difference record that links to the previous
 * one. Gives the id of the latest record; null when there is none, since nothing was or is
 * certified.
 */
export async function correctHours(tx: Tenant, hours: Hours): Promise<string | null> {
  const [last] = await tx.rows<{ id: string; total: string }>(selectLast, {
    kind: hours.business.kind,
    businessId: hours.business.id,
  });
  if (!last) return hours.minutes === 0 ? null : recordHours(tx, hours);
  const minutes = hours.minutes - Number(last.total);
  if (minutes === 0) return last.id;
  return write(tx, { ...hours, minutes }, last.id);
}

/**
 * Inserted as a row: an entity would be compared at every later flush, although it never changes.
 */
async function write(tx: Tenant, hours: Hours, correctsId: string | null): Promise<string> {
  const id = newId();
  await tx.rows(insertHours, {
    id,
    communityId: hours.communityId,
    volunteerId: hours.volunteerId,
    personId: hours.personId,
    minutes: hours.minutes,
    category: hours.category,
    happenedAt: hours.happenedAt,
    kind: hours.business.kind,
    businessId: hours.business.id,
    correctsId,
  });
  return id;
}

const insertHours = statement(
  'timebank.insertHours',
  `insert into hours_record (foundation_id, id, community_id, volunteer_id, person_id, minutes, category, happened_at, booked_at, business_kind, business_id, corrects_id)
   values (:foundationId, :id, :communityId, :volunteerId, :personId, :minutes, :category, :happenedAt, clock_timestamp(), :kind, :businessId, :correctsId)`,
);

/** The latest record of a cause, and the sum of all. Each record corrects the one before. */
const selectLast = statement(
  'timebank.selectLast',
  `with recursive chain as (
     select id, minutes, 1 as place from hours_record where foundation_id = :foundationId and business_kind = :kind and business_id = :businessId and corrects_id is null
     union all
     select h.id, h.minutes, c.place + 1 from chain c join hours_record h on h.foundation_id = :foundationId and h.corrects_id = c.id
   )
   select id, sum(minutes) over () as total from chain order by place desc limit 1`,
);
