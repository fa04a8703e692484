import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/policy.ts';

export const timebankPolicy = policy(rules)({
  // Nobody grants to themselves.
  'coins:grant': ['foundationAdmin:notPerformer'],
  // Of a person: they themselves, their family, or their dispatcher on their word by telephone or paper. Of a team: its leader.
  // Whoever does it for others does not receive it.
  'coins:transfer': [
    'elder:self',
    'volunteer:self',
    'family:of',
    'dispatcher:notPerformer',
    'leader:notPerformer',
    'foundationAdmin:notPerformer',
  ],
  // Past rules bind what happened in the past, so whoever is bound by them does not choose the day.
  'coins:backdate': ['dispatcher', 'foundationAdmin'],
  // At a shop, as with a gift; a merchant takes what a holder gives, and gives nothing herself.
  'coins:redeem': ['elder:self', 'volunteer:self', 'family:of', 'dispatcher', 'foundationAdmin'],
  'coins:open': ['foundationAdmin'],
  'money:record': ['foundationAdmin'],
  'money:settle': ['foundationAdmin:notPerformer'],
  'clearing:read': ['foundationAdmin', 'analyst', 'auditor'],
  'clearing:send': ['elder:self', 'volunteer:self', 'family:of', 'dispatcher', 'foundationAdmin'],
  'clearing:return': ['foundationAdmin'],
  'clearing:agree': ['headBank'],
  'clearing:settle': ['headBank'],
  'clearing:oversee': ['headBank'],
  'coins:reverse': ['foundationAdmin:notPerformer'],
  'coins:limit': ['foundationAdmin:notPerformer'],
  'coins:close': ['foundationAdmin'],
  'coins:policy': ['foundationAdmin'],
  'period:close': ['foundationAdmin'],
  'period:reopen': ['foundationAdmin'],
  'period:receive': ['headBank'],
});
