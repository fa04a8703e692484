import type { Module } from '../platform/module/module.ts';
import { impactMessages } from './impact.messages.ts';
import { impactPolicy } from './impact.policy.ts';
import { ImpactResolver } from './impact.resolver.ts';

export const impactModule: Module = {
  name: 'impact',
  resolvers: [ImpactResolver],
  policy: impactPolicy,
  messages: impactMessages,
};
