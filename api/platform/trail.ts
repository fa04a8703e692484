import type { Channel } from '../../schema/acting-for.ts';
import { newId } from '../../schema/ids.ts';
import type { Actor } from './actor.ts';
import { type Queryable, statement } from './database/reader.ts';

/** One line of the audit trail: who did what to what, for whom, by what right, through which channel, why. */
export interface TrailLine {
  foundationId: string;
  actor: Pick<Actor, 'accountId' | 'displayName' | 'appId'>;
  /** As the policy names it. */
  action: string;
  about: About;
  personId: string | null;
  mandateId: string | null;
  channel: Channel;
  operationId: string;
}

export interface About {
  kind: string;
  id: string;
  reason?: string | null;
}

/** Writes a line inside the transaction of what it tells. */
export async function writeTrail(tx: Queryable, line: TrailLine): Promise<void> {
  const { foundationId, actor, action, about, personId, mandateId, channel, operationId } = line;
  await tx.rows(insertLine, [
    foundationId,
    newId(),
    actor.accountId,
    actor.displayName,
    actor.appId,
    action,
    about.kind,
    about.id,
    personId,
    mandateId,
    channel,
    about.reason ?? null,
    operationId,
  ]);
}

const insertLine = statement(
  `insert into audit_entry (foundation_id, id, actor_account_id, actor_name, app_id, action, subject_kind, subject_id, acted_for_person_id, mandate_id, channel, reason, operation_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);
