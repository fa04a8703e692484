import { csvMessages } from './csv.ts';
import { platformMessages } from './messages.ts';
import type { Module } from './module.ts';
import { NodeResolver } from './node.resolver.ts';
import { platformTerms } from './terms.ts';

export const platformModule: Module = {
  name: 'platform',
  resolvers: [NodeResolver],
  messages: { ...platformMessages, ...csvMessages },
  terms: platformTerms,
};
