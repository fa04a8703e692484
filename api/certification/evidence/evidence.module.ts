import { Door, Evidence, EvidenceWithdrawal } from '../../../schema/certification/evidence.ts';
import { EvidencePolicy } from '../../../schema/certification/evidence-policy.ts';
import { Photo } from '../../../schema/certification/photo.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module/module.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { ElderDoor, EvidenceFields, PhotoFields, VisitEvidence } from './evidence.fields.ts';
import { evidenceMessages } from './evidence.messages.ts';
import { evidenceById, photoById } from './evidence.queries.ts';
import { EvidenceResolver } from './evidence.resolver.ts';
import { photoRoutes } from './photo-routes.ts';

/** Nested module of `certification`: evidence. */
export const evidenceModule = {
  resolvers: [EvidenceResolver, VisitEvidence, EvidenceFields, PhotoFields, ElderDoor],
  entities: [EvidencePolicy, Door, Photo, Evidence, EvidenceWithdrawal],
  policy: policy(rules)({
    'evidence:add': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
    'evidence:call': ['dispatcher:notPerformer', 'leader:notPerformer'],
    'evidence:confirm': ['elder:notPerformer', 'family:notPerformer', 'dispatcher:notPerformer'],
    'door:read': ['elder:self', 'family:of', 'dispatcher'],
    'door:setAccess': ['dispatcher', 'foundationAdmin'],
  }),
  messages: evidenceMessages,
  nodes: { evidence: evidenceById, photo: photoById },
  routes: photoRoutes,
} satisfies Partial<Module>;
