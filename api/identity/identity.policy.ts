import { policy } from '../platform/authorization/policy.ts';
import { rules } from './authorization-rules.ts';

export const identityPolicy = policy(rules)({
  'app:read': ['foundationAdmin', 'auditor'],
  'app:register': ['foundationAdmin'],
  'app:change': ['foundationAdmin'],
  'app:grant': ['foundationAdmin'],
  'app:revoke': ['foundationAdmin'],
  'apiKey:read': ['account:self', 'foundationAdmin', 'auditor'],
  'apiKey:make': ['anyone:notByKey'],
  'apiKey:revoke': ['account:self', 'foundationAdmin'],
  'password:set': ['account:inPerson'],
  'issuer:read': ['foundationAdmin', 'auditor'],
  'issuer:trust': ['foundationAdmin'],
  'issuer:untrust': ['foundationAdmin'],
  'issuer:link': ['foundationAdmin'],
  // Only the account's holder decides, by a first-party sign-in.
  'invitation:accept': ['account:inPerson'],
  'invitation:decline': ['account:inPerson'],
  'accountLink:end': ['account:inPerson', 'foundationAdmin'],
});
