import { rules } from '../identity/authorization-rules.ts';
import { policy } from '../platform/authorization/policy.ts';

export const communitiesPolicy = policy(rules)({
  'foundation:open': ['headBank'],
  'community:open': ['foundationAdmin'],
  'community:rename': ['foundationAdmin'],
  'team:form': ['foundationAdmin', 'dispatcher'],
  'team:rename': ['foundationAdmin', 'dispatcher'],
  // The community that owns the requests decides which teams see them.
  'team:serve': ['foundationAdmin', 'dispatcher'],
});
