import { rules } from '../identity/rules.ts';
import { policy } from '../platform/policy.ts';

export const impactPolicy = policy(rules)({
  'impact:read': ['foundationAdmin', 'analyst', 'auditor', 'anyDispatcher'],
});
