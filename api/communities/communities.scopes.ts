import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const communitiesScopes: ScopeTable = {
  communities: {
    types: ['Community', 'Foundation', 'Team'],
    actions: ['community', 'foundation', 'team'],
  },
};
