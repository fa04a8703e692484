import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/authorization/policy.ts';

export const timebankPolicy = policy(rules)({
  // Nobody grants to themselves.
  'coins:grant': ['foundationAdmin:notPerformer'],
  // From a person's account: the person, family, or a dispatcher who records the holder's
  // instruction. From a team's account: its leader. A representative must not be the payee.
  'coins:transfer': [
    'elder:self',
    'volunteer:self',
    'family:notPerformer',
    'dispatcher:notPerformer',
    'leader:notPerformer',
    'foundationAdmin:notPerformer',
  ],
  // Rules of the past bind past events, so callers bound by them do not choose the date.
  'coins:backdate': ['dispatcher', 'foundationAdmin'],
  // At a shop, as for a gift; a merchant only receives.
  'coins:redeem': [
    'elder:self',
    'volunteer:self',
    'family:notPerformer',
    'dispatcher:notPerformer',
    'foundationAdmin:notPerformer',
  ],
  'coins:open': ['foundationAdmin'],
  'money:record': ['foundationAdmin'],
  'money:settle': ['foundationAdmin:notPerformer'],
  'clearing:read': ['foundationAdmin', 'analyst', 'auditor'],
  // The receiver is in another foundation, which refuses a representative on arrival.
  'clearing:send': ['elder:self', 'volunteer:self', 'family:of', 'dispatcher', 'foundationAdmin'],
  // Of both accounts, as for a reversal.
  'clearing:return': ['foundationAdmin:notPerformer'],
  'clearing:agree': ['headBank'],
  'clearing:settle': ['headBank'],
  'clearing:oversee': ['headBank'],
  'coins:reverse': ['foundationAdmin:notPerformer'],
  'coins:limit': ['foundationAdmin:notPerformer'],
  'coins:close': ['foundationAdmin'],
  'coins:reopen': ['foundationAdmin'],
  'coins:policy': ['foundationAdmin'],
  'period:close': ['foundationAdmin'],
  'period:reopen': ['foundationAdmin'],
  'period:receive': ['headBank'],
});
