/**
 * Events are facts in the past tense and carry ids only. Modules use them to notify modules above
 * them.
 */
export interface LinliEvents {
  /**
   * The permissions of these accounts, or of everybody in a foundation, have changed. Caches of
   * them must be reloaded.
   */
  GRANTS_CHANGED: { accountIds?: string[]; foundationIds?: string[] };
  REQUEST_OPENED: { requestId: string };
  REQUEST_PUBLISHED: { requestId: string };
  REQUEST_CHANGED: { requestId: string };
  REQUEST_RESCHEDULED: { requestId: string };
  REQUEST_OFFERED: { requestId: string };
  REQUEST_DECLINED: { requestId: string; volunteerId: string };
  REQUEST_EXPIRED: { requestId: string };
  REQUEST_ALARM_RAISED: { requestId: string };
  VOLUNTEER_JOINED: { requestId: string; volunteerId: string };
  VOLUNTEER_WITHDREW: { requestId: string; volunteerId: string };
  REQUEST_ASSIGNED: { requestId: string; volunteerId: string };
  REQUEST_REOPENED: { requestId: string };
  REQUEST_CANCELLED: { requestId: string };
  VISIT_BEGUN: { requestId: string; visitId: string };
  VISIT_ENDED: { requestId: string; visitId: string };
  CHECK_IN_UNDONE: { requestId: string; visitId: string };
  CHECK_OUT_UNDONE: { requestId: string; visitId: string };
  VISIT_CERTIFIED: { requestId: string; visitId: string };
  VISIT_DISPUTED: { requestId: string; visitId: string };
  VISIT_CORRECTED: { requestId: string; visitId: string };
  VISIT_REVOKED: { requestId: string; visitId: string };
  NO_SHOW_REPORTED: { requestId: string; visitId: string };
  DISPUTE_DISMISSED: { requestId: string; visitId: string };
}

export type EventKind = keyof LinliEvents;
