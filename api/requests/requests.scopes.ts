import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const requestsScopes: ScopeTable = {
  requests: {
    types: [
      'AvailabilityException',
      'AvailabilitySlot',
      'Candidate',
      'CandidateObstacle',
      'CandidateRemark',
      'DispatchPolicy',
      'Escalation',
      'EscalationSteps',
      'JointVisit',
      'Pairing',
      'RequestChange',
      'RequestChanged',
      'RequestRemoved',
      'RequestSeries',
      'SeriesWindow',
      'ServiceKind',
      'ServiceKindTemplate',
      'ServiceRequest',
      'ServiceRequestBoard',
      'ServiceRequestFeedMessage',
      'ServiceRequestFeedPage',
      'TimeWindow',
      'Visit',
      'VisitDetails',
      'VolunteerProfile',
    ],
    actions: [
      'availability',
      'dispatch',
      'jointVisit',
      'kind',
      'pairing',
      'request',
      'series',
      'visit',
    ],
  },
};

/** Types that any token may read. */
export const requestsOpenTypes = ['FeedCheckpoint', 'FeedReset'];
