import type { Channel } from '../../../schema/acting-for.ts';
import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import { newId } from '../../../schema/ids.ts';
import type { Actor } from './actor.ts';
import { type Statement, statement, type StatementParameters } from '../database/statement.ts';

/**
 * One row of the audit log: the actor, the action, the resource, the person acted for, the
 * permission, the channel and the reason.
 */
export interface AuditEntryRow {
  foundationId: string;
  actor: Pick<Actor, 'accountId' | 'displayName' | 'appId'>;
  action: AuditAction;
  about: AuditTarget;
  personId: string | null;
  mandateId: string | null;
  channel: Channel;
  operationId: string;
}

export interface AuditTarget {
  kind: string;
  id: string;
  reason?: string | null;
}

/** Statement that inserts an audit row. Run it in the transaction of the change that it records. */
export function auditEntry(
  line: AuditEntryRow,
): [query: Statement, parameters: StatementParameters] {
  const { foundationId, actor, action, about, personId, mandateId, channel, operationId } = line;
  const parameters = {
    foundationId,
    id: newId(),
    actorAccountId: actor.accountId,
    actorName: actor.displayName,
    appId: actor.appId,
    action,
    subjectKind: about.kind,
    subjectId: about.id,
    actedForPersonId: personId,
    mandateId,
    channel,
    reason: about.reason ?? null,
    operationId,
  };
  return [insertLine, parameters];
}

const insertLine = statement(
  'authorization.insertLine',
  `insert into audit_entry (foundation_id, id, actor_account_id, actor_name, app_id, action, subject_kind, subject_id, acted_for_person_id, mandate_id, channel, reason, operation_id)
   values (:foundationId, :id, :actorAccountId, :actorName, :appId, :action, :subjectKind, :subjectId, :actedForPersonId, :mandateId, :channel, :reason, :operationId)`,
);
