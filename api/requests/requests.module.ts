import { DispatchPolicy } from '../../schema/requests/dispatch-policy.ts';
import { Pairing } from '../../schema/requests/pairing.ts';
import { RequestNote } from '../../schema/requests/request-note.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import { Visit } from '../../schema/requests/visit.ts';
import type { Module } from '../platform/module.ts';
import { dispatchPolicyById, pairingById } from './dispatch/dispatch.queries.ts';
import { CommunityNeighbours, DispatchResolver, PairingFields } from './dispatch/dispatch.resolver.ts';
import { RequestBoardFields, RequestFeedResolver, RequestFeedSubscription } from './feed/request-feed.resolver.ts';
import { requestFeed } from './feed/request-feed.source.ts';
import { KindsResolver } from './kinds/kinds.resolver.ts';
import { dueSeries, dueTimers } from './escalation/due.ts';
import { certificatesPart } from './certificates/certificates.part.ts';
import { certificationPart } from './certification/certification.part.ts';
import { duePhotos } from './evidence/photo-removal.ts';
import { evidencePart } from './evidence/evidence.part.ts';
import { jointPart } from './joint/joint.part.ts';
import { matchingPart } from './matching/matching.part.ts';
import { outcomePart } from './outcome/outcome.part.ts';
import { starsPart } from './stars/stars.part.ts';
import { dueStarPolicies } from './stars/stars.service.ts';
import { ServiceRequestFields, VisitFields, VolunteerVisitFields } from './requests.fields.ts';
import { TransferVisit, VisitPayment } from './transfer.fields.ts';
import { dueNotes } from './notes.ts';
import { requestsPart } from './requests.personal.ts';
import { requestMessages } from './requests.messages.ts';
import { requestPolicy } from './requests.policy.ts';
import { kindById, requestById, visitById } from './requests.queries.ts';
import { RequestsResolver } from './requests.resolver.ts';
import { seriesPart } from './series/series.part.ts';
import { requestTerms } from './requests.terms.ts';
import { reconsiderVisits } from './taking/reconsider.ts';

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
    ...matchingPart.resolvers,
    ...seriesPart.resolvers,
    ...jointPart.resolvers,
    ...evidencePart.resolvers,
    ...certificationPart.resolvers,
    ...starsPart.resolvers,
    ...certificatesPart.resolvers,
    ...outcomePart.resolvers,
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
    ...matchingPart.entities,
    ...seriesPart.entities,
    ...jointPart.entities,
    ...evidencePart.entities,
    ...certificationPart.entities,
    ...starsPart.entities,
    ...certificatesPart.entities,
    ...outcomePart.entities,
  ],
  policy: {
    ...requestPolicy,
    ...matchingPart.policy,
    ...seriesPart.policy,
    ...jointPart.policy,
    ...evidencePart.policy,
    ...certificationPart.policy,
    ...starsPart.policy,
    ...certificatesPart.policy,
    ...outcomePart.policy,
  },
  messages: {
    ...requestMessages,
    ...matchingPart.messages,
    ...seriesPart.messages,
    ...jointPart.messages,
    ...evidencePart.messages,
    ...certificationPart.messages,
    ...certificatesPart.messages,
    ...outcomePart.messages,
  },
  terms: requestTerms,
  personal: requestsPart,
  eligibilityChanged: reconsiderVisits,
  nodes: {
    request: requestById,
    visit: visitById,
    kind: kindById,
    pairing: pairingById,
    dispatchpolicy: dispatchPolicyById,
    ...matchingPart.nodes,
    ...seriesPart.nodes,
    ...jointPart.nodes,
    ...evidencePart.nodes,
    ...certificationPart.nodes,
    ...certificatesPart.nodes,
    ...starsPart.nodes,
  },
  async routes(server, services) {
    await evidencePart.routes(server, services);
    certificatesPart.routes(server, services);
  },
  due: [dueTimers, dueSeries, dueNotes, duePhotos, dueStarPolicies],
};
