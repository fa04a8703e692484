import type { Module } from '../platform/module/module.ts';
import { certificatesModule } from './certificates/certificates.module.ts';
import { certificationDataSubject } from './certification.data-subject.ts';
import { decisionsModule } from './decisions/decisions.module.ts';
import { evidenceModule } from './evidence/evidence.module.ts';
import { duePhotos } from './evidence/photo-removal.ts';
import { outcomesModule } from './outcomes/outcomes.module.ts';
import { starsModule } from './stars/stars.module.ts';
import { dueStarPolicies } from './stars/stars.service.ts';
import { TransferVisit, VisitPayment } from './visits/transfer.fields.ts';
import { VisitActions } from './visits/visit-actions.ts';
import { visitPolicy } from './visits/visits.policy.ts';
import { VisitsResolver } from './visits/visits.resolver.ts';

/** From the check-in to the certificate: evidence, decisions, stars, certificates, outcomes. */
import { certificationScopes } from './certification.scopes.ts';

export const certificationModule: Module = {
  name: 'certification',
  scopes: certificationScopes,
  resolvers: [
    VisitsResolver,
    TransferVisit,
    VisitPayment,
    VisitActions,
    ...evidenceModule.resolvers,
    ...decisionsModule.resolvers,
    ...starsModule.resolvers,
    ...certificatesModule.resolvers,
    ...outcomesModule.resolvers,
  ],
  entities: [
    ...evidenceModule.entities,
    ...decisionsModule.entities,
    ...starsModule.entities,
    ...certificatesModule.entities,
    ...outcomesModule.entities,
  ],
  policy: {
    ...visitPolicy,
    ...evidenceModule.policy,
    ...decisionsModule.policy,
    ...starsModule.policy,
    ...certificatesModule.policy,
    ...outcomesModule.policy,
  },
  messages: {
    ...evidenceModule.messages,
    ...decisionsModule.messages,
    ...certificatesModule.messages,
    ...outcomesModule.messages,
  },
  sentences: decisionsModule.sentences,
  dataSubject: certificationDataSubject,
  nodes: {
    ...evidenceModule.nodes,
    ...decisionsModule.nodes,
    ...certificatesModule.nodes,
    ...starsModule.nodes,
  },
  async routes(server, services) {
    await evidenceModule.routes(server, services);
    certificatesModule.routes(server, services);
  },
  due: [duePhotos, dueStarPolicies],
};
