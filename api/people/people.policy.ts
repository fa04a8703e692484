import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/authorization/policy.ts';

export const peoplePolicy = policy(rules)({
  'person:register': ['foundationAdmin', 'dispatcher'],
  'person:correct': ['foundationAdmin', 'dispatcher'],
  'person:import': ['foundationAdmin', 'dispatcher'],
  'person:export': ['foundationAdmin', 'dispatcher', 'elder:self', 'volunteer:self', 'family:of'],
  'person:erase': ['foundationAdmin'],
  // Access to masked personal data, and to clear text by purpose.
  'personal:glimpse': [
    'foundationAdmin',
    'dispatcher',
    'elder:self',
    'volunteer:self',
    'family:of',
  ],
  // Search by phone or identity number requires access to masked numbers of some person; see
  // listPeople.
  'personal:find': ['foundationAdmin', 'anyDispatcher', 'anyPerson'],
  'personal:discloseForService': ['foundationAdmin', 'dispatcher'],
  'personal:discloseForEmergency': ['foundationAdmin', 'dispatcher'],
  'personal:discloseForIdentityCheck': ['foundationAdmin', 'dispatcher'],
  'personal:discloseForCorrection': [
    'foundationAdmin',
    'dispatcher',
    'elder:self',
    'volunteer:self',
    'family:of',
  ],
  'disclosure:read': ['foundationAdmin', 'auditor', 'elder:self', 'volunteer:self', 'family:of'],
  'volunteer:vet': ['foundationAdmin', 'dispatcher'],
  'volunteer:revokeVetting': ['foundationAdmin', 'dispatcher'],
  'membership:begin': ['foundationAdmin', 'dispatcher', 'leader:ofVolunteer'],
  'membership:end': ['foundationAdmin', 'dispatcher', 'leader:ofVolunteer', 'volunteer:self'],
  'role:grant': ['foundationAdmin'],
  'role:grantInCommunity': ['foundationAdmin', 'dispatcher'],
  'role:revoke': ['foundationAdmin'],
  'role:revokeInCommunity': ['foundationAdmin', 'dispatcher'],
  'role:read': ['foundationAdmin', 'auditor'],
  'mandate:record': ['foundationAdmin', 'dispatcher'],
  'mandate:end': ['foundationAdmin', 'dispatcher', 'elder:self'],
  'qualification:record': ['foundationAdmin', 'dispatcher'],
  'qualification:withdraw': ['foundationAdmin', 'dispatcher'],
  'consent:record': ['foundationAdmin', 'dispatcher', 'elder:self', 'volunteer:self', 'family:of'],
  'consent:withdraw': [
    'foundationAdmin',
    'dispatcher',
    'elder:self',
    'volunteer:self',
    'family:of',
  ],
  'audit:read': ['foundationAdmin', 'auditor'],
});
