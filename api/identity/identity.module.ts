import { Account } from '../../schema/identity/account.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import type { Module } from '../platform/module.ts';
import { MeResolver, RoleGrantFields } from './identity.resolver.ts';
import { rules } from './rules.ts';

export const identityModule: Module = {
  name: 'identity',
  resolvers: [MeResolver, RoleGrantFields],
  entities: [Account, RoleGrant],
  rules,
  messages: {
    NO_FOUNDATION: {
      en: 'You act for no foundation. Sign in with an account that has a role in one.',
      zh: '您当前不属于任何基金会。请使用在基金会中有角色的账号登录。',
    },
  },
};
