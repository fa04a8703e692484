import { LinkedAccount } from '../../schema/identity/linked-account.ts';
import { Account } from '../../schema/identity/account.ts';
import { ApiKey } from '../../schema/identity/api-key.ts';
import { App, AppConsent } from '../../schema/identity/app.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import { TrustedIssuer } from '../../schema/identity/trusted-issuer.ts';
import type { Module } from '../platform/module/module.ts';
import {
  linkedAccountById,
  apiKeyById,
  appById,
  consentById,
  issuerById,
} from './access.queries.ts';
import { AccessResolver } from './access.resolver.ts';
import { identityMessages } from './identity.messages.ts';
import { identityPolicy } from './identity.policy.ts';
import {
  LinkedAccountFields,
  MeInvitations,
  MeResolver,
  RoleGrantFields,
} from './identity.resolver.ts';
import { rules } from './authorization-rules.ts';
import { identityOpenTypes, identityScopes } from './identity.scopes.ts';

export const identityModule: Module = {
  name: 'identity',
  scopes: identityScopes,
  openTypes: identityOpenTypes,
  resolvers: [MeResolver, MeInvitations, AccessResolver, LinkedAccountFields, RoleGrantFields],
  entities: [Account, RoleGrant, App, AppConsent, ApiKey, TrustedIssuer, LinkedAccount],
  rules,
  policy: identityPolicy,
  messages: identityMessages,
  nodes: {
    app: appById,
    consent: consentById,
    apikey: apiKeyById,
    issuer: issuerById,
    link: linkedAccountById,
  },
};
