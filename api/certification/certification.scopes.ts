import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const certificationScopes: ScopeTable = {
  requests: {
    types: [
      'AnomalyThresholds',
      'Certification',
      'CertificationReadiness',
      'DoorCode',
      'Evidence',
      'EvidencePolicy',
      'EvidenceWeight',
      'EvidenceWithdrawal',
      'NoShow',
      'OutcomeMeasure',
      'Photo',
      'PhotoUpload',
      'ReviewItem',
      'ServiceCertificate',
      'StarAward',
      'StarPolicy',
      'StarPolicyDifference',
      'StarPolicyLevel',
      'StarPolicySimulation',
      'StarRule',
      'TraceStep',
      'VisitFeedback',
    ],
    actions: [
      'certificate',
      'door',
      'evidence',
      'evidencePolicy',
      'feedback',
      'outcome',
      'review',
      'starPolicy',
    ],
  },
};
