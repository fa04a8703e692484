import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  ApiKeyPayload,
  AppConsentPayload,
  AppPayload,
  AppSecretPayload,
  CreateApiKeyInput,
  UntrustIssuerInput,
  GrantAppInput,
  LinkAccountInput,
  PasswordPayload,
  RegisterAppInput,
  RetireAppInput,
  RevokeApiKeyInput,
  RevokeAppInput,
  RotateAppSecretInput,
  SetPasswordInput,
  TrustedIssuerPayload,
  TrustIssuerInput,
} from '../../schema/identity/access-inputs.ts';
import { LinkedAccountConnection } from '../../schema/identity/linked-account.ts';
import { ApiKeyConnection } from '../../schema/identity/api-key.ts';
import { AppConnection, AppConsentConnection } from '../../schema/identity/app.ts';
import {
  AcceptInvitationInput,
  AccountLinkPayload,
  DeclineInvitationInput,
  EndAccountLinkInput,
  InvitationPayload,
} from '../../schema/identity/invitation.ts';
import { TrustedIssuerConnection } from '../../schema/identity/trusted-issuer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import {
  apiKeyById,
  appById,
  consentById,
  issuerById,
  listApps,
  listConsents,
  listIssuers,
  listKeys,
  listLinks,
} from './access.queries.ts';
import * as keys from './api-keys.service.ts';
import * as apps from './apps.service.ts';
import { answerInvitation, endAccountLink } from './invitations.service.ts';
import * as issuers from './trusted-issuers.service.ts';

/** Apps, their consents, API keys, trusted issuers, and the caller's own password. */
@Resolver()
export class AccessResolver {
  @Query(() => AppConnection, {
    description: "Apps that the caller's foundation has registered, oldest first.",
  })
  async apps(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listApps(ctx, page);
  }

  @Query(() => AppConsentConnection, {
    description:
      "Consents that the caller's foundation has given to apps, revoked ones included, oldest first.",
  })
  async appConsents(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listConsents(ctx, page);
  }

  @Query(() => ApiKeyConnection, {
    description:
      'API keys of the caller, oldest first. Administrators and auditors see those of all accounts in the foundation.',
  })
  async apiKeys(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listKeys(ctx, page);
  }

  @Query(() => TrustedIssuerConnection, {
    description:
      "External token issuers that the caller's foundation trusts or has trusted, oldest first.",
  })
  async trustedIssuers(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listIssuers(ctx, page);
  }

  @Query(() => LinkedAccountConnection, {
    description:
      'Links between trusted issuers and accounts, unaccepted ones included, oldest first. Visible to administrators and auditors.',
  })
  async linkedAccounts(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listLinks(ctx, page);
  }

  @Mutation(() => InvitationPayload, {
    description:
      "Accepts an invitation of a foundation to the caller's account. Accepting one role accepts all roles that the foundation offers. Requires a sign-in with the platform itself.",
  })
  async acceptInvitation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptInvitationInput, { description: 'Input for `acceptInvitation`.' })
    input: AcceptInvitationInput,
  ) {
    return answerInvitation(ctx, input, true);
  }

  @Mutation(() => InvitationPayload, {
    description:
      "Declines an invitation of a foundation to the caller's account. Requires a sign-in with the platform itself.",
  })
  async declineInvitation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DeclineInvitationInput, { description: 'Input for `declineInvitation`.' })
    input: DeclineInvitationInput,
  ) {
    return answerInvitation(ctx, input, false);
  }

  @Mutation(() => AccountLinkPayload, {
    description:
      'Stops an issuer from signing in as an account. The tokens of that link and the API keys made through it stop working. Callers may end links of their own account; administrators may end any link in the foundation.',
  })
  async endAccountLink(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndAccountLinkInput, { description: 'Input for `endAccountLink`.' })
    input: EndAccountLinkInput,
  ) {
    return endAccountLink(ctx, input);
  }

  @Mutation(() => AppSecretPayload, {
    description:
      'Registers an app. It has no access to data until a foundation admits it with `grantApp`.',
  })
  async registerApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterAppInput, { description: 'Input for `registerApp`.' })
    input: RegisterAppInput,
  ) {
    const { appId, clientSecret } = await apps.registerApp(ctx, input);
    return { app: await ctx.load(appById, appId), clientSecret };
  }

  @Mutation(() => AppSecretPayload, {
    description: 'Replaces the secret of a server app. The old secret stops working at once.',
  })
  async rotateAppSecret(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RotateAppSecretInput, { description: 'Input for `rotateAppSecret`.' })
    input: RotateAppSecretInput,
  ) {
    const { appId, clientSecret } = await apps.rotateAppSecret(ctx, input);
    return { app: await ctx.load(appById, appId), clientSecret };
  }

  @Mutation(() => AppPayload, {
    description:
      'Retires an app permanently, in every foundation. Its tokens stop working and its subscriptions end.',
  })
  async retireApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RetireAppInput, { description: 'Input for `retireApp`.' })
    input: RetireAppInput,
  ) {
    const { appId } = await apps.retireApp(ctx, input);
    return { app: await ctx.load(appById, appId) };
  }

  @Mutation(() => AppConsentPayload, {
    description:
      "Grants an app access to the data of the caller's foundation, or changes the scopes of an existing grant.",
  })
  async grantApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantAppInput, { description: 'Input for `grantApp`.' })
    input: GrantAppInput,
  ) {
    const { consentId } = await apps.grantApp(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => AppConsentPayload, {
    description:
      "Revokes an app's access to the foundation. Its tokens stop working at once; its subscriptions end within seconds.",
  })
  async revokeApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeAppInput, { description: 'Input for `revokeApp`.' })
    input: RevokeAppInput,
  ) {
    const { consentId } = await apps.revokeApp(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      "Creates an API key for scripts and returns it. A key created through an app or an issuer's token ends together with that access. Keys cannot create keys.",
  })
  async createApiKey(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CreateApiKeyInput, { description: 'Input for `createApiKey`.' })
    input: CreateApiKeyInput,
  ) {
    const { apiKeyId, key } = await keys.createApiKey(ctx, input);
    return { apiKey: await ctx.load(apiKeyById, apiKeyId), key };
  }

  @Mutation(() => ApiKeyPayload, { description: 'Revokes an API key at once.' })
  async revokeApiKey(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeApiKeyInput, { description: 'Input for `revokeApiKey`.' })
    input: RevokeApiKeyInput,
  ) {
    const { apiKeyId } = await keys.revokeApiKey(ctx, input);
    return { apiKey: await ctx.load(apiKeyById, apiKeyId) };
  }

  @Mutation(() => TrustedIssuerPayload, {
    description: "Trusts the tokens of an external OpenID provider in the caller's foundation.",
  })
  async trustIssuer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => TrustIssuerInput, { description: 'Input for `trustIssuer`.' })
    input: TrustIssuerInput,
  ) {
    const { issuerId } = await issuers.trustIssuer(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => TrustedIssuerPayload, {
    description: 'Ends the trust in an issuer. Its tokens are no longer accepted.',
  })
  async untrustIssuer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UntrustIssuerInput, { description: 'Input for `untrustIssuer`.' })
    input: UntrustIssuerInput,
  ) {
    const { issuerId } = await issuers.untrustIssuer(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => TrustedIssuerPayload, {
    description:
      'Links a name used by a trusted issuer to an account. The link takes effect when the account holder accepts it in `me.invitations`.',
  })
  async linkAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => LinkAccountInput, { description: 'Input for `linkAccount`.' })
    input: LinkAccountInput,
  ) {
    const { issuerId } = await issuers.linkAccount(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => PasswordPayload, { description: "Sets the caller's own password." })
  async setPassword(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetPasswordInput, { description: 'Input for `setPassword`.' })
    input: SetPasswordInput,
  ) {
    await keys.setPassword(ctx, input);
    const { accountId, displayName } = ctx.actor;
    return { account: { id: accountId, displayName } };
  }
}
