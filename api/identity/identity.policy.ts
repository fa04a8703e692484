import { policy } from '../platform/policy.ts';
import { rules } from './rules.ts';

export const identityPolicy = policy(rules)({
  'app:read': ['foundationAdmin', 'auditor'],
  'app:register': ['foundationAdmin'],
  'app:change': ['foundationAdmin'],
  'app:grant': ['foundationAdmin'],
  'app:revoke': ['foundationAdmin'],
  'apiKey:make': ['anyone'],
  'apiKey:revoke': ['account:self', 'foundationAdmin'],
  'password:set': ['anyone'],
  'issuer:read': ['foundationAdmin', 'auditor'],
  'issuer:trust': ['foundationAdmin'],
  'issuer:distrust': ['foundationAdmin'],
  'issuer:link': ['foundationAdmin'],
});
