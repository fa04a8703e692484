import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  ConsentPayload,
  EndMandateInput,
  GrantRoleInput,
  JoinTeamInput,
  LeaveTeamInput,
  MandatePayload,
  MembershipPayload,
  QualificationPayload,
  RecordConsentInput,
  RecordMandateInput,
  RecordQualificationInput,
  RevokeRoleInput,
  RoleGrantPayload,
  WithdrawConsentInput,
  WithdrawQualificationInput,
} from '../../schema/people/standing-inputs.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { grantOf } from './audit.queries.ts';
import { consentById, mandateById, qualificationById, volunteerById } from './people.queries.ts';
import * as roles from './roles.service.ts';
import * as readiness from './standing.service.ts';

@Resolver()
export class StandingResolver {
  @Mutation(() => RoleGrantPayload, { description: 'Grants a role to an account.' })
  async grantRole(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantRoleInput, { description: 'Input for `grantRole`.' })
    input: GrantRoleInput,
  ) {
    const { grantId } = await roles.grantRole(ctx, input);
    return { grant: await grantOf(ctx, grantId) };
  }

  @Mutation(() => RoleGrantPayload, {
    description: 'Revokes a role at once and closes the connections that the account has open.',
  })
  async revokeRole(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeRoleInput, { description: 'Input for `revokeRole`.' })
    input: RevokeRoleInput,
  ) {
    const { grantId } = await roles.revokeRole(ctx, input);
    return { grant: await grantOf(ctx, grantId) };
  }

  @Mutation(() => MembershipPayload, { description: 'Makes a volunteer a member of a team.' })
  async joinTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => JoinTeamInput, { description: 'Input for `joinTeam`.' })
    input: JoinTeamInput,
  ) {
    const { volunteerId } = await readiness.joinTeam(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => MembershipPayload, {
    description: 'Ends the membership of a volunteer in a team.',
  })
  async leaveTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => LeaveTeamInput, { description: 'Input for `leaveTeam`.' })
    input: LeaveTeamInput,
  ) {
    const { volunteerId } = await readiness.leaveTeam(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => MandatePayload, {
    description: 'Records the authority of an account to act for a person.',
  })
  async recordMandate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordMandateInput, { description: 'Input for `recordMandate`.' })
    input: RecordMandateInput,
  ) {
    const { mandateId } = await readiness.recordMandate(ctx, input);
    return { mandate: await ctx.load(mandateById, mandateId) };
  }

  @Mutation(() => MandatePayload, {
    description: 'Ends the authority of an account to act for a person.',
  })
  async endMandate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndMandateInput, { description: 'Input for `endMandate`.' })
    input: EndMandateInput,
  ) {
    const { mandateId } = await readiness.endMandate(ctx, input);
    return { mandate: await ctx.load(mandateById, mandateId) };
  }

  @Mutation(() => QualificationPayload, {
    description: 'Records the training or certificate of a volunteer.',
  })
  async recordQualification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordQualificationInput, {
      description: 'Input for `recordQualification`.',
    })
    input: RecordQualificationInput,
  ) {
    const { qualificationId } = await readiness.recordQualification(ctx, input);
    return { qualification: await ctx.load(qualificationById, qualificationId) };
  }

  @Mutation(() => QualificationPayload, { description: 'Withdraws a qualification.' })
  async withdrawQualification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawQualificationInput, {
      description: 'Input for `withdrawQualification`.',
    })
    input: WithdrawQualificationInput,
  ) {
    const { qualificationId } = await readiness.withdrawQualification(ctx, input);
    return { qualification: await ctx.load(qualificationById, qualificationId) };
  }

  @Mutation(() => ConsentPayload, { description: "Records a person's consent for a purpose." })
  async recordConsent(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordConsentInput, { description: 'Input for `recordConsent`.' })
    input: RecordConsentInput,
  ) {
    const { consentId } = await readiness.recordConsent(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => ConsentPayload, { description: "Withdraws a person's consent for a purpose." })
  async withdrawConsent(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawConsentInput, { description: 'Input for `withdrawConsent`.' })
    input: WithdrawConsentInput,
  ) {
    const { consentId } = await readiness.withdrawConsent(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }
}
