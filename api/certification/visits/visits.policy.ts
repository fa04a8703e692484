import { rules } from '../../identity/authorization-rules.ts';
import { policy } from '../../platform/authorization/policy.ts';

export const visitPolicy = policy(rules)({
  'visit:checkIn': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:checkOut': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:undoCheckIn': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:undoCheckOut': ['volunteer:self', 'leader:ofVolunteer', 'dispatcher'],
  'visit:certify': ['dispatcher:notPerformer', 'foundationAdmin:notPerformer'],
  'visit:dispute': [
    'elder:notPerformer',
    'family:notPerformer',
    'dispatcher:notPerformer',
    'foundationAdmin:notPerformer',
  ],
});
