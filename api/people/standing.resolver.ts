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
  @Mutation(() => RoleGrantPayload, { description: 'Gives an account a role.' })
  async grantRole(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => GrantRoleInput, { description: 'Who gets which role, where and until when.' })
    input: GrantRoleInput,
  ) {
    const { grantId } = await roles.grantRole(ctx, input);
    return { grant: await grantOf(ctx, grantId) };
  }

  @Mutation(() => RoleGrantPayload, { description: 'Takes a role back at once; what the account has open is closed.' })
  async revokeRole(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RevokeRoleInput, { description: 'Which role, and why.' }) input: RevokeRoleInput,
  ) {
    const { grantId } = await roles.revokeRole(ctx, input);
    return { grant: await grantOf(ctx, grantId) };
  }

  @Mutation(() => MembershipPayload, { description: 'Makes a volunteer a member of a team.' })
  async joinTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => JoinTeamInput, { description: 'Who joins which team.' }) input: JoinTeamInput,
  ) {
    const { volunteerId } = await readiness.joinTeam(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => MembershipPayload, { description: 'Ends the membership of a volunteer in a team.' })
  async leaveTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => LeaveTeamInput, { description: 'Who leaves which team.' }) input: LeaveTeamInput,
  ) {
    const { volunteerId } = await readiness.leaveTeam(ctx, input);
    return { volunteer: await ctx.load(volunteerById, volunteerId) };
  }

  @Mutation(() => MandatePayload, { description: 'Records that somebody may act for a person.' })
  async recordMandate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordMandateInput, { description: 'Who may act for whom, and by what right.' })
    input: RecordMandateInput,
  ) {
    const { mandateId } = await readiness.recordMandate(ctx, input);
    return { mandate: await ctx.load(mandateById, mandateId) };
  }

  @Mutation(() => MandatePayload, { description: 'Ends the right of somebody to act for a person.' })
  async endMandate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndMandateInput, { description: 'Which mandate, and why.' }) input: EndMandateInput,
  ) {
    const { mandateId } = await readiness.endMandate(ctx, input);
    return { mandate: await ctx.load(mandateById, mandateId) };
  }

  @Mutation(() => QualificationPayload, { description: 'Records what a volunteer is trained or certified for.' })
  async recordQualification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordQualificationInput, { description: 'Who, for what, until when.' })
    input: RecordQualificationInput,
  ) {
    const { qualificationId } = await readiness.recordQualification(ctx, input);
    return { qualification: await ctx.load(qualificationById, qualificationId) };
  }

  @Mutation(() => QualificationPayload, { description: 'Withdraws a qualification.' })
  async withdrawQualification(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawQualificationInput, { description: 'Which one, and why.' })
    input: WithdrawQualificationInput,
  ) {
    const { qualificationId } = await readiness.withdrawQualification(ctx, input);
    return { qualification: await ctx.load(qualificationById, qualificationId) };
  }

  @Mutation(() => ConsentPayload, { description: 'Records that a person agreed to something.' })
  async recordConsent(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordConsentInput, { description: 'Who agreed to what.' }) input: RecordConsentInput,
  ) {
    const { consentId } = await readiness.recordConsent(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }

  @Mutation(() => ConsentPayload, { description: 'Records that a person took back what they agreed to.' })
  async withdrawConsent(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => WithdrawConsentInput, { description: 'Which consent.' }) input: WithdrawConsentInput,
  ) {
    const { consentId } = await readiness.withdrawConsent(ctx, input);
    return { consent: await ctx.load(consentById, consentId) };
  }
}
