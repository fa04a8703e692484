import type { Module } from '../platform/module/module.ts';
import { impactMessages } from './impact.messages.ts';
import { impactPolicy } from './impact.policy.ts';
import { ImpactResolver } from './impact.resolver.ts';
import { impactScopes } from './impact.scopes.ts';

export const impactModule: Module = {
  name: 'impact',
  scopes: impactScopes,
  resolvers: [ImpactResolver],
  policy: impactPolicy,
  messages: impactMessages,
};
