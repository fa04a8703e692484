import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/authorization/policy.ts';

export const requestPolicy = policy(rules)({
  'dispatch:setNeighbourCommunities': ['foundationAdmin'],
  'dispatch:setPolicy': ['foundationAdmin'],
  'kind:add': ['foundationAdmin'],
  'kind:adjust': ['foundationAdmin'],
  'kind:adopt': ['foundationAdmin'],
  'kind:retire': ['foundationAdmin'],
  'pairing:begin': ['dispatcher'],
  'pairing:end': ['dispatcher', 'elder:self', 'family:of', 'volunteer:self'],
  'request:open': [
    'elder:self',
    'family:of',
    'dispatcher',
    'leader:reach',
    'volunteer:reach',
    'partnerApp',
  ],
  'request:review': ['dispatcher'],
  'request:change': ['elder:self', 'family:of', 'dispatcher', 'partnerApp:opener'],
  'request:readSensitive': [
    'elder:self',
    'family:of',
    'dispatcher',
    'volunteer:assigned',
    'leader:ofVolunteer',
  ],
  'request:accept': ['volunteer:self', 'leader:ofVolunteer'],
  'request:acceptAsTeam': ['leader:ofVolunteer'],
  'request:assign': ['dispatcher'],
  'request:withdraw': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'request:cancel': ['elder:self', 'family:of', 'dispatcher', 'partnerApp:opener'],
  'visit:discloseDetails': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  // Flags reveal a volunteer's absences, address and load; see availability:read.
  'visit:readFlags': [
    'volunteer:self',
    'anyLeader',
    'anyDispatcher',
    'foundationAdmin',
    'analyst',
    'auditor',
  ],
  'request:readDoubt': [
    'elder:self',
    'family:of',
    'anyLeader',
    'anyDispatcher',
    'partnerApp',
    'foundationAdmin',
    'analyst',
    'auditor',
  ],
  // For the persons concerned, the author, those responsible for them, and those who certify or
  // audit the hours.
  'visit:readNote': [
    'elder:self',
    'family:of',
    'volunteer:self',
    'leader:ofVolunteer',
    'dispatcher',
    'foundationAdmin',
    'auditor',
  ],
});
