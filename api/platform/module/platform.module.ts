import { csvMessages } from '../documents/csv.ts';
import { platformMessages } from '../common/messages.ts';
import type { Module } from './module.ts';
import { NodeResolver } from './node.resolver.ts';
import { platformTerms } from '../common/terms.ts';

export const platformModule: Module = {
  name: 'platform',
  openTypes: ['ErrorParam', 'PageInfo', 'UserError'],
  resolvers: [NodeResolver],
  messages: { ...platformMessages, ...csvMessages },
  terms: platformTerms,
};
