import { StarAward, StarPolicy } from '../../../schema/certification/star.ts';
import { rules } from '../../identity/authorization-rules.ts';
import type { Module } from '../../platform/module/module.ts';
import { policy } from '../../platform/authorization/policy.ts';
import { starPolicyById } from './stars.queries.ts';
import { StarsResolver, StarPolicySimulationFields, VolunteerStars } from './stars.resolver.ts';

/** Nested module of `certification`: stars. */
export const starsModule = {
  resolvers: [StarsResolver, VolunteerStars, StarPolicySimulationFields],
  entities: [StarPolicy, StarAward],
  nodes: { starpolicy: starPolicyById },
  policy: policy(rules)({
    'starPolicy:set': ['foundationAdmin'],
    'starPolicy:try': ['foundationAdmin'],
  }),
} satisfies Partial<Module>;
