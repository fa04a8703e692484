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

/** Apps, what foundations let them do, keys for scripts, issuers elsewhere, and one's own password. */
@Resolver()
export class AccessResolver {
  @Query(() => AppConnection, { description: 'Apps that your foundation has registered, oldest first.' })
  async apps(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listApps(ctx, page);
  }

  @Query(() => AppConsentConnection, {
    description: 'Which apps your foundation lets in, or let in once, oldest first.',
  })
  async appConsents(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listConsents(ctx, page);
  }

  @Query(() => ApiKeyConnection, {
    description: 'Your API keys, oldest first; for administrators and auditors those of everybody in the foundation.',
  })
  async apiKeys(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listKeys(ctx, page);
  }

  @Query(() => TrustedIssuerConnection, {
    description: 'Issuers elsewhere whose tokens your foundation accepts, or accepted once, oldest first.',
  })
  async trustedIssuers(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listIssuers(ctx, page);
  }

  @Query(() => LinkedAccountConnection, {
    description:
      'Accounts that trusted issuers sign in as, or are to sign in as once the holder accepts it; oldest first. For administrators and auditors.',
  })
  async linkedAccounts(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listLinks(ctx, page);
  }

  @Mutation(() => InvitationPayload, {
    description:
      'Accepts what a foundation offers to your account. Only you can, signed in with the platform itself; to accept one role is to accept all that the foundation offers.',
  })
  async acceptInvitation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcceptInvitationInput, { description: 'Invitation to accept.' }) input: AcceptInvitationInput,
  ) {
    return answerInvitation(ctx, input, true);
  }

  @Mutation(() => InvitationPayload, {
    description: 'Declines what a foundation offers to your account. Only you can, signed in with the platform itself.',
  })
  async declineInvitation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DeclineInvitationInput, { description: 'Invitation to decline.' })
    input: DeclineInvitationInput,
  ) {
    return answerInvitation(ctx, input, false);
  }

  @Mutation(() => AccountLinkPayload, {
    description:
      'Stops an issuer from signing in as an account: your own, or as an administrator any account of the foundation. Its tokens and the API keys made through it stop working.',
  })
  async endAccountLink(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndAccountLinkInput, { description: 'Link to end.' }) input: EndAccountLinkInput,
  ) {
    return endAccountLink(ctx, input);
  }

  @Mutation(() => AppSecretPayload, {
    description: 'Registers an app. It reaches nothing until a foundation lets it in with grantApp.',
  })
  async registerApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RegisterAppInput, { description: 'The app.' }) input: RegisterAppInput,
  ) {
    const { appId, clientSecret } = await apps.registerApp(ctx, input);
    return { app: await ctx.load(appById, appId), clientSecret };
  }

  @Mutation(() => AppSecretPayload, { description: 'Gives a server app a new secret; the old one ends at once.' })
  async rotateAppSecret(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RotateAppSecretInput, { description: 'Which app.' }) input: RotateAppSecretInput,
  ) {
    const { appId, clientSecret } = await apps.rotateAppSecret(ctx, input);
    return { app: await ctx.load(appById, appId), clientSecret };
  }

  @Mutation(() => AppPayload, {
    description: 'Closes an app for good, in every foundation: its tokens stop and its subscriptions end.',
  })
  async retireApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RetireAppInput, { description: 'Which app.' }) input: RetireAppInput,
  ) {
    const { appId } = await apps.retireApp(ctx, input);
    return { app: await ctx.load(appById, appId) };
  }

  @Mutation(() => AppConsentPayload, {
    description: 'Lets an app work on the data of your foundation, or changes how far.',
  })
  async grantApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantAppInput, { description: 'Which app, and how far.' }) input: GrantAppInput,
  ) {
    const { consentId } = await apps.grantApp(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => AppConsentPayload, {
    description: 'Lets an app in no longer: its tokens stop at once and its subscriptions end within seconds.',
  })
  async revokeApp(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeAppInput, { description: 'Which app.' }) input: RevokeAppInput,
  ) {
    const { consentId } = await apps.revokeApp(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => ApiKeyPayload, {
    description:
      'Makes a key for your own scripts and tells it once. A key made through an app or by a token of an issuer ends with that; a key makes no keys.',
  })
  async createApiKey(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CreateApiKeyInput, { description: 'What for, and how far.' }) input: CreateApiKeyInput,
  ) {
    const { apiKeyId, key } = await keys.createApiKey(ctx, input);
    return { apiKey: await ctx.load(apiKeyById, apiKeyId), key };
  }

  @Mutation(() => ApiKeyPayload, { description: 'Ends a key at once.' })
  async revokeApiKey(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which key.' }) input: RevokeApiKeyInput,
  ) {
    const { apiKeyId } = await keys.revokeApiKey(ctx, input);
    return { apiKey: await ctx.load(apiKeyById, apiKeyId) };
  }

  @Mutation(() => TrustedIssuerPayload, {
    description: "Accepts the tokens of somebody else's OpenID provider in your foundation.",
  })
  async trustIssuer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => TrustIssuerInput, { description: 'Whose, and how they name people.' }) input: TrustIssuerInput,
  ) {
    const { issuerId } = await issuers.trustIssuer(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => TrustedIssuerPayload, { description: 'Accepts the tokens of an issuer no longer.' })
  async untrustIssuer(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UntrustIssuerInput, { description: 'Which issuer.' }) input: UntrustIssuerInput,
  ) {
    const { issuerId } = await issuers.untrustIssuer(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => TrustedIssuerPayload, {
    description:
      'Proposes which account an issuer means by a name of its own. It counts once the holder of the account accepts it, who is told in `me.invitations`.',
  })
  async linkAccount(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => LinkAccountInput, { description: 'Which name, which account.' }) input: LinkAccountInput,
  ) {
    const { issuerId } = await issuers.linkAccount(ctx, input);
    return { issuer: await ctx.load(issuerById, issuerId) };
  }

  @Mutation(() => PasswordPayload, { description: 'Sets your own password.' })
  async setPassword(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetPasswordInput, { description: 'The old one, if any, and the new one.' })
    input: SetPasswordInput,
  ) {
    await keys.setPassword(ctx, input);
    const { accountId, displayName } = ctx.actor;
    return { account: { id: accountId, displayName } };
  }
}
