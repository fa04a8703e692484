import type { ScopeTable } from '../identity/scope-table.ts';

/** Areas of scopes of this module's types and actions. */
export const peopleScopes: ScopeTable = {
  organisation: {
    types: [],
    actions: ['audit', 'role'],
  },
  people: {
    types: [
      'Consent',
      'Disclosure',
      'Elder',
      'ImportProblem',
      'ImportReport',
      'Mandate',
      'Person',
      'PersonalData',
      'Qualification',
      'Volunteer',
    ],
    actions: [
      'consent',
      'disclosure',
      'mandate',
      'membership',
      'person',
      'personal',
      'qualification',
      'volunteer',
    ],
  },
};
