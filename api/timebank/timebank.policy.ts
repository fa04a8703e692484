import { rules } from '../identity/rules.ts';
import { policy } from '../platform/policy.ts';

export const timebankPolicy = policy(rules)({
  'coins:grant': ['foundationAdmin'],
  // Of a person: they themselves, their family, or their dispatcher on their word by telephone or paper. Of a team: its leader.
  'coins:transfer': [
    'elder:self',
    'volunteer:self',
    'family:of',
    'dispatcher',
    'leader:ofVolunteer',
    'foundationAdmin',
  ],
  'coins:reverse': ['foundationAdmin'],
  'coins:limit': ['foundationAdmin'],
  'coins:close': ['foundationAdmin'],
  'coins:policy': ['foundationAdmin'],
  'period:close': ['foundationAdmin'],
  'period:reopen': ['foundationAdmin'],
  'period:receive': ['headBank'],
});
