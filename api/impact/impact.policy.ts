import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/authorization/policy.ts';

export const impactPolicy = policy(rules)({
  'impact:read': ['foundationAdmin', 'analyst', 'auditor', 'anyDispatcher'],
  'impact:readWhole': ['foundationAdmin', 'analyst', 'auditor'],
  'impact:readCommunity': ['foundationAdmin', 'analyst', 'auditor', 'dispatcher'],
  // These roles see the visits and elders themselves, so figures over few people reveal nothing
  // more.
  'impact:readSmallCells': ['foundationAdmin', 'auditor', 'dispatcher'],
  'impact:setThreshold': ['foundationAdmin'],
});
