import { csvMessages } from '../documents/csv.ts';
import { platformMessages } from '../common/platform-messages.ts';
import { protocolMessages } from '../common/protocol-messages.ts';
import { idempotencyUpkeep } from '../jobs/idempotency-upkeep.ts';
import type { Module } from './module.ts';
import { NodeResolver } from './node.resolver.ts';
import { platformTerms } from '../common/terms.ts';

export const platformModule: Module = {
  name: 'platform',
  openTypes: ['ErrorParam', 'PageInfo', 'UserError'],
  resolvers: [NodeResolver],
  periodic: [idempotencyUpkeep],
  messages: { ...platformMessages, ...protocolMessages, ...csvMessages },
  terms: platformTerms,
};
