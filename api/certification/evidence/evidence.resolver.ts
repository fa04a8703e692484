import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  AddVisitEvidenceInput,
  AnnouncePhotoInput,
  AnnouncePhotoPayload,
  ConfirmVisitInput,
  SetDoorAccessInput,
  ElderDoorPayload,
  RecordVisitCallInput,
} from '../../../schema/certification/evidence-inputs.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import { elderById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitPayload } from '../visits/visit-payload.ts';
import { photoById } from './evidence.queries.ts';
import * as evidence from './evidence.service.ts';
import { announcePhoto, uploadOf } from './photos.service.ts';

@Resolver()
export class EvidenceResolver {
  @Mutation(() => VisitPayload, {
    description:
      'Adds evidence to a visit: a door code, a place or a signed sheet. Anomalies are flagged, not refused.',
  })
  async addVisitEvidence(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddVisitEvidenceInput, { description: 'Input for `addVisitEvidence`.' })
    input: AddVisitEvidenceInput,
  ) {
    return visitPayload(ctx, await evidence.addVisitEvidence(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description: "Records the result of a dispatcher's call about a visit.",
  })
  async recordVisitCall(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordVisitCallInput, { description: 'Input for `recordVisitCall`.' })
    input: RecordVisitCallInput,
  ) {
    return visitPayload(ctx, await evidence.recordVisitCall(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      "Confirms a visit as the elder or on the elder's behalf. The record shows which of the two applies.",
  })
  async confirmVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ConfirmVisitInput, { description: 'Input for `confirmVisit`.' })
    input: ConfirmVisitInput,
  ) {
    return visitPayload(ctx, await evidence.confirmVisit(ctx, input));
  }

  @Mutation(() => AnnouncePhotoPayload, {
    description:
      'Announces a photo of a visit and returns the link for uploading its file. Files never travel through GraphQL.',
  })
  async announcePhoto(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AnnouncePhotoInput, { description: 'Input for `announcePhoto`.' })
    input: AnnouncePhotoInput,
  ) {
    const { photoId } = await announcePhoto(ctx, input);
    return {
      photo: await ctx.load(photoById, photoId),
      upload: uploadOf(ctx, photoId, input.type),
    };
  }

  @Mutation(() => ElderDoorPayload, {
    description:
      "Sets the place of an elder's door, which check-ins measure their distance to. It can also renew the door's code.",
  })
  async setDoorAccess(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetDoorAccessInput, { description: 'Input for `setDoorAccess`.' })
    input: SetDoorAccessInput,
  ) {
    const { elderId } = await evidence.setDoorAccess(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }
}
