import { Certification } from '../../../schema/certification/certification.ts';
import { NoShow } from '../../../schema/certification/no-show.ts';
import { ReviewItem } from '../../../schema/certification/review-item.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module/module.ts';
import { policy } from '../../platform/authorization/policy.ts';
import {
  CertificationFields,
  ElderNoShows,
  EvidencePolicyFields,
  NoShowFields,
  ReviewItemFields,
  ServiceKindEvidence,
  VisitCertification,
  VolunteerNoShows,
} from './decisions.fields.ts';
import { decisionMessages } from './decisions.messages.ts';
import { decisionSentences } from './decisions.sentences.ts';
import { certificationById, policyById, noShowById, reviewItemById } from './decisions.queries.ts';
import { CertificationResolver } from './decisions.resolver.ts';

/** Nested module of `certification`: certification. */
export const decisionsModule = {
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
  messages: decisionMessages,
  sentences: decisionSentences,
  nodes: {
    certification: certificationById,
    review: reviewItemById,
    noshow: noShowById,
    evidencepolicy: policyById,
  },
} satisfies Partial<Module>;
