import { Certification } from '../../../schema/requests/certification.ts';
import { NoShow } from '../../../schema/requests/no-show.ts';
import { ReviewItem } from '../../../schema/requests/review-item.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module.ts';
import { policy } from '../../platform/policy.ts';
import {
  CertificationFields,
  ElderNoShows,
  EvidencePolicyFields,
  NoShowFields,
  ReviewItemFields,
  ServiceKindEvidence,
  VisitCertification,
  VolunteerNoShows,
} from './certification.fields.ts';
import { certificationMessages } from './certification.messages.ts';
import { certificationById, policyById, reviewItemById } from './certification.queries.ts';
import { CertificationResolver } from './certification.resolver.ts';

/** Nested module of `requests`: certification. */
export const certificationModule = {
  resolvers: [
    CertificationResolver,
    VisitCertification,
    CertificationFields,
    ReviewItemFields,
    NoShowFields,
    EvidencePolicyFields,
    ServiceKindEvidence,
    VolunteerNoShows,
    ElderNoShows,
  ],
  entities: [Certification, ReviewItem, NoShow],
  policy: policy(rules)({
    'visit:correct': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
    'visit:revoke': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
    'visit:resolve': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
    'visit:reportVolunteer': ['elder:self', 'family:of', 'dispatcher', 'leader:ofVolunteer'],
    'visit:reportElder': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
    'review:resolve': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
    'evidencePolicy:set': ['foundationAdmin'],
  }),
  messages: certificationMessages,
  nodes: { certification: certificationById, review: reviewItemById, evidencepolicy: policyById },
} satisfies Partial<Module>;
