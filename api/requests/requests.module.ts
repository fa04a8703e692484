import { DispatchPolicy } from '../../schema/requests/dispatch-policy.ts';
import { Pairing } from '../../schema/requests/pairing.ts';
import { RequestNote } from '../../schema/requests/request-note.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import { Visit } from '../../schema/requests/visit.ts';
import type { Module } from '../platform/module.ts';
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
import { certificatesModule } from './certificates/certificates.module.ts';
import { certificationModule } from './certification/certification.module.ts';
import { duePhotos } from './evidence/photo-removal.ts';
import { evidenceModule } from './evidence/evidence.module.ts';
import { jointVisitsModule } from './joint-visits/joint-visits.module.ts';
import { matchingModule } from './matching/matching.module.ts';
import { outcomeModule } from './outcome/outcome.module.ts';
import { starsModule } from './stars/stars.module.ts';
import { dueStarPolicies } from './stars/stars.service.ts';
import { ServiceRequestFields, VisitFields, VolunteerVisitFields } from './requests.fields.ts';
import { TransferVisit, VisitPayment } from './transfer.fields.ts';
import { dueNotes } from './sensitive-notes.ts';
import { requestsPart } from './requests.data-subject.ts';
import { requestMessages } from './requests.messages.ts';
import { requestPolicy } from './requests.policy.ts';
import { kindById, requestById, visitById } from './requests.queries.ts';
import { RequestsResolver } from './requests.resolver.ts';
import { seriesModule } from './series/series.module.ts';
import { requestTerms } from './requests.terms.ts';
import { reconsiderVisits } from './assignment/reconsider.ts';

export const requestsModule: Module = {
  name: 'requests',
  resolvers: [
    RequestsResolver,
    RequestFeedResolver,
    RequestBoardFields,
    RequestFeedSubscription,
    ServiceRequestFields,
    VisitFields,
    VolunteerVisitFields,
    TransferVisit,
    VisitPayment,
    KindsResolver,
    DispatchResolver,
    CommunityNeighbours,
    PairingFields,
    ...matchingModule.resolvers,
    ...seriesModule.resolvers,
    ...jointVisitsModule.resolvers,
    ...evidenceModule.resolvers,
    ...certificationModule.resolvers,
    ...starsModule.resolvers,
    ...certificatesModule.resolvers,
    ...outcomeModule.resolvers,
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
    ...evidenceModule.entities,
    ...certificationModule.entities,
    ...starsModule.entities,
    ...certificatesModule.entities,
    ...outcomeModule.entities,
  ],
  policy: {
    ...requestPolicy,
    ...matchingModule.policy,
    ...seriesModule.policy,
    ...jointVisitsModule.policy,
    ...evidenceModule.policy,
    ...certificationModule.policy,
    ...starsModule.policy,
    ...certificatesModule.policy,
    ...outcomeModule.policy,
  },
  messages: {
    ...requestMessages,
    ...matchingModule.messages,
    ...seriesModule.messages,
    ...jointVisitsModule.messages,
    ...evidenceModule.messages,
    ...certificationModule.messages,
    ...certificatesModule.messages,
    ...outcomeModule.messages,
  },
  terms: requestTerms,
  dataSubject: requestsPart,
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
    ...evidenceModule.nodes,
    ...certificationModule.nodes,
    ...certificatesModule.nodes,
    ...starsModule.nodes,
  },
  async routes(server, services) {
    await evidenceModule.routes(server, services);
    certificatesModule.routes(server, services);
  },
  due: [dueTimers, dueSeries, dueNotes, duePhotos, dueStarPolicies],
};
