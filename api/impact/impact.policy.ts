import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/policy.ts';

export const impactPolicy = policy(rules)({
  'impact:read': ['foundationAdmin', 'analyst', 'auditor', 'anyDispatcher'],
  'impact:readWhole': ['foundationAdmin', 'analyst', 'auditor'],
  'impact:readCommunity': ['foundationAdmin', 'analyst', 'auditor', 'dispatcher'],
  // Those who see the visits and elders themselves, for their work: figures over few people tell them nothing more.
  'impact:readSmallCells': ['foundationAdmin', 'auditor', 'dispatcher'],
  'impact:setThreshold': ['foundationAdmin'],
});
