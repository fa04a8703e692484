import { rules } from '../identity/rules.ts';
import { policy } from '../platform/policy.ts';

export const requestPolicy = policy(rules)({
  'request:open': ['elder:self', 'family:of', 'dispatcher'],
  'request:accept': ['volunteer:self', 'leader:ofVolunteer'],
  'request:assign': ['dispatcher'],
  'request:withdraw': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'request:cancel': ['elder:self', 'family:of', 'dispatcher'],
  'visit:checkIn': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:checkOut': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:certify': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
  'visit:dispute': ['elder:self', 'family:of', 'dispatcher', 'foundationAdmin'],
});
