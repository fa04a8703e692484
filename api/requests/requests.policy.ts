import { rules } from '../identity/rules.ts';
import { policy } from '../platform/policy.ts';

export const requestPolicy = policy(rules)({
  'dispatch:nameNeighbours': ['foundationAdmin'],
  'dispatch:setPolicy': ['foundationAdmin'],
  'kind:add': ['foundationAdmin'],
  'kind:adjust': ['foundationAdmin'],
  'kind:adopt': ['foundationAdmin'],
  'kind:retire': ['foundationAdmin'],
  'pairing:begin': ['dispatcher'],
  'pairing:end': ['dispatcher', 'elder:self', 'family:of', 'volunteer:self'],
  'request:open': ['elder:self', 'family:of', 'dispatcher', 'leader:reach', 'volunteer:reach', 'partnerApp'],
  'request:review': ['dispatcher'],
  'request:change': ['elder:self', 'family:of', 'dispatcher', 'partnerApp:opener'],
  'request:readSensitive': ['elder:self', 'family:of', 'dispatcher', 'volunteer:assigned', 'leader:ofVolunteer'],
  'request:accept': ['volunteer:self', 'leader:ofVolunteer'],
  'request:acceptAsTeam': ['leader:ofVolunteer'],
  'request:assign': ['dispatcher'],
  'request:withdraw': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'request:cancel': ['elder:self', 'family:of', 'dispatcher', 'partnerApp:opener'],
  'visit:checkIn': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:checkOut': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:undoCheckIn': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:undoCheckOut': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:certify': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
  'visit:discloseDetails': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  // For whom it is about, who wrote it, who answers for them, and who judges or checks the hours that rest on it.
  'visit:readNote': [
    'elder:self',
    'family:of',
    'volunteer:self',
    'leader:ofVolunteer',
    'dispatcher',
    'foundationAdmin',
    'auditor',
  ],
  'visit:dispute': [
    'elder:notPerformer',
    'family:notPerformer',
    'dispatcher:notPerformer',
    'foundationAdmin:notPerformer',
  ],
});
