import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const impactScopes: ScopeTable = {
  impact: {
    types: ['CommunityImpact', 'Impact'],
    actions: ['impact'],
  },
};
