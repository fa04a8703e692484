import type { ScopeTable } from './scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const identityScopes: ScopeTable = {
  organisation: {
    types: [
      'ApiKey',
      'App',
      'AppConsent',
      'AuditEntry',
      'Credential',
      'LinkedAccount',
      'TrustedIssuer',
    ],
    actions: ['accountLink', 'apiKey', 'app', 'invitation', 'issuer', 'password'],
  },
};

/** Types that any token may read. */
export const identityOpenTypes = [
  'Account',
  'Invitation',
  'LinkedIssuer',
  'Me',
  'FoundationMembership',
  'RoleGrant',
];
