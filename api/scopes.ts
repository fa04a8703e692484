import type { Scope } from '../schema/identity/scope.ts';
import type { ScopeArea } from './platform/policy.ts';

type Area = Scope extends `${infer Name}:${string}` ? Name : never;

/**
 * Which area of scopes a type is read under and an action is done under: a token with `requests:read` may select fields of
 * ServiceRequest, one with `requests:write` may do what begins with `request:` too. `api/scopes.test.ts` fails on a type or an
 * action that stands nowhere; until it is listed, no token with limited scopes reaches it.
 */
export const scopeAreas = {
  activities: { types: [], actions: [] },
  coins: {
    types: [
      'CoinAccount',
      'CoinLot',
      'CoinPolicy',
      'CoinRules',
      'CoinTrace',
      'FilingReceipt',
      'FundOutstanding',
      'HoursRecord',
      'KindRate',
      'OriginRule',
      'PeriodEvent',
      'PeriodReport',
      'PolicyDifference',
      'PolicyTrial',
      'RulePack',
      'StatementLine',
      'Transfer',
      'TransferExplanation',
      'TransferSide',
    ],
    actions: ['coins', 'hours', 'period'],
  },
  communities: { types: ['Community', 'Foundation', 'Team'], actions: ['community', 'foundation', 'team'] },
  funds: { types: [], actions: [] },
  impact: { types: ['CommunityImpact', 'Impact'], actions: ['impact'] },
  organisation: {
    types: ['ApiKey', 'App', 'AppConsent', 'AuditEntry', 'TrustedIssuer'],
    actions: ['apiKey', 'app', 'audit', 'issuer', 'password', 'role'],
  },
  people: {
    types: [
      'Consent',
      'Disclosure',
      'Elder',
      'ImportProblem',
      'ImportReport',
      'Mandate',
      'Person',
      'PersonalData',
      'Qualification',
      'Volunteer',
    ],
    actions: ['consent', 'disclosure', 'mandate', 'membership', 'person', 'personal', 'qualification', 'volunteer'],
  },
  requests: {
    types: [
      'AvailabilityException',
      'AvailabilitySlot',
      'Candidate',
      'CandidateObstacle',
      'CandidateRemark',
      'DispatchPolicy',
      'DoorCode',
      'Escalation',
      'EscalationSteps',
      'Evidence',
      'Pairing',
      'Photo',
      'PhotoUpload',
      'RequestChange',
      'RequestChanged',
      'RequestRemoved',
      'ServiceKind',
      'ServiceKindTemplate',
      'ServiceRequest',
      'ServiceRequestBoard',
      'ServiceRequestFeedMessage',
      'ServiceRequestFeedPage',
      'TimeWindow',
      'Visit',
      'VolunteerProfile',
    ],
    actions: ['availability', 'dispatch', 'door', 'evidence', 'kind', 'pairing', 'request', 'visit'],
  },
  shops: { types: [], actions: [] },
} as const satisfies Record<Area, ScopeArea>;

/** Types that any token may read: who one is oneself, and what holds the others together. */
export const openTypes: readonly string[] = [
  'Account',
  'ErrorParam',
  'FeedCheckpoint',
  'FeedReset',
  'Me',
  'MyFoundation',
  'PageInfo',
  'RoleGrant',
  'UserError',
];
