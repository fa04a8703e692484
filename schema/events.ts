/**
 * Events are facts in the past tense and carry ids only. Modules use them to notify modules above
 * them.
 */
export interface LinliEvents {
  /**
   * The permissions of these accounts, or of everybody in a foundation, have changed. Caches of
   * them must be reloaded.
   */
  GrantsChanged: { accountIds?: string[]; foundationIds?: string[] };
  RequestOpened: { requestId: string };
  RequestPublished: { requestId: string };
  RequestChanged: { requestId: string };
  RequestRescheduled: { requestId: string };
  RequestOffered: { requestId: string };
  RequestDeclined: { requestId: string; volunteerId: string };
  RequestExpired: { requestId: string };
  RequestAlarmRaised: { requestId: string };
  VolunteerJoined: { requestId: string; volunteerId: string };
  VolunteerWithdrew: { requestId: string; volunteerId: string };
  RequestAssigned: { requestId: string; volunteerId: string };
  RequestReopened: { requestId: string };
  RequestCancelled: { requestId: string };
  VisitBegun: { requestId: string; visitId: string };
  VisitEnded: { requestId: string; visitId: string };
  CheckInUndone: { requestId: string; visitId: string };
  CheckOutUndone: { requestId: string; visitId: string };
  VisitCertified: { requestId: string; visitId: string };
  VisitDisputed: { requestId: string; visitId: string };
  VisitCorrected: { requestId: string; visitId: string };
  VisitRevoked: { requestId: string; visitId: string };
  NoShowReported: { requestId: string; visitId: string };
  DisputeDismissed: { requestId: string; visitId: string };
}

export type EventKind = keyof LinliEvents;
