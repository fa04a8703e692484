import { DispatchPolicy } from '../../schema/requests/dispatch-policy.ts';
import { Pairing } from '../../schema/requests/pairing.ts';
import { RequestNote } from '../../schema/requests/request-note.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import { Visit } from '../../schema/requests/visit.ts';
import type { Module } from '../platform/module/module.ts';
import { dispatchPolicyById, pairingById } from './dispatch/dispatch.queries.ts';
import {
  CommunityNeighbours,
  DispatchResolver,
  PairingFields,
} from './dispatch/dispatch.resolver.ts';
import {
  RequestBoardFields,
  RequestFeedResolver,
  RequestFeedSubscription,
} from './feed/request-feed.resolver.ts';
import { requestFeed } from './feed/request-feed.source.ts';
import { KindsResolver } from './service-kinds/service-kinds.resolver.ts';
import { dueSeries, dueTimers } from './escalation/timer-tasks.ts';
import { jointVisitsModule } from './joint-visits/joint-visits.module.ts';
import { matchingModule } from './matching/matching.module.ts';
import {
  CommunityRequests,
  ElderRequests,
  ServiceRequestFields,
  TeamVisits,
  VisitFields,
  VolunteerVisitFields,
} from './requests.fields.ts';
import { ServiceRequestActions } from './request-actions.ts';
import { requestsDataSubject } from './requests.data-subject.ts';
import { requestMessages } from './requests.messages.ts';
import { requestPolicy } from './requests.policy.ts';
import { kindById, requestById, visitById } from './requests.queries.ts';
import { RequestsResolver } from './requests.resolver.ts';
import { seriesModule } from './series/series.module.ts';
import { requestTerms } from './requests.terms.ts';
import { reconsiderVisits } from './assignment/reconsider.ts';
import { requestsOpenTypes, requestsScopes } from './requests.scopes.ts';

export const requestsModule: Module = {
  name: 'requests',
  scopes: requestsScopes,
  openTypes: requestsOpenTypes,
  resolvers: [
    RequestsResolver,
    RequestFeedResolver,
    RequestBoardFields,
    RequestFeedSubscription,
    ServiceRequestFields,
    ServiceRequestActions,
    VisitFields,
    VolunteerVisitFields,
    CommunityRequests,
    ElderRequests,
    TeamVisits,
    KindsResolver,
    DispatchResolver,
    CommunityNeighbours,
    PairingFields,
    ...matchingModule.resolvers,
    ...seriesModule.resolvers,
    ...jointVisitsModule.resolvers,
  ],
  feeds: [requestFeed],
  entities: [
    ServiceKind,
    DispatchPolicy,
    ServiceRequest,
    RequestChange,
    RequestNote,
    Visit,
    Pairing,
    ...matchingModule.entities,
    ...seriesModule.entities,
    ...jointVisitsModule.entities,
  ],
  policy: {
    ...requestPolicy,
    ...matchingModule.policy,
    ...seriesModule.policy,
    ...jointVisitsModule.policy,
  },
  messages: {
    ...requestMessages,
    ...matchingModule.messages,
    ...seriesModule.messages,
    ...jointVisitsModule.messages,
  },
  terms: requestTerms,
  dataSubject: requestsDataSubject,
  eligibilityChanged: reconsiderVisits,
  nodes: {
    request: requestById,
    visit: visitById,
    kind: kindById,
    pairing: pairingById,
    dispatchpolicy: dispatchPolicyById,
    ...matchingModule.nodes,
    ...seriesModule.nodes,
    ...jointVisitsModule.nodes,
  },
  due: [dueTimers, dueSeries],
};
