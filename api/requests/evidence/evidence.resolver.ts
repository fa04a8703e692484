import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  AddVisitEvidenceInput,
  AnnouncePhotoInput,
  AnnouncePhotoPayload,
  ConfirmVisitInput,
  SetDoorAccessInput,
  ElderDoorPayload,
  RecordVisitCallInput,
} from '../../../schema/requests/evidence-inputs.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import { elderById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitById } from '../requests.queries.ts';
import { photoById } from './evidence.queries.ts';
import * as evidence from './evidence.service.ts';
import { announcePhoto, uploadOf } from './photos.service.ts';

@Resolver()
export class EvidenceResolver {
  @Mutation(() => VisitPayload, {
    description:
      'Adds evidence to a visit: a code of the door, a place, a signed sheet. Anomalies is flagged, not refused.',
  })
  async addVisitEvidence(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddVisitEvidenceInput, { description: 'What, for which visit.' }) input: AddVisitEvidenceInput,
  ) {
    return visitPayload(ctx, await evidence.addVisitEvidence(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'Writes down what a call of the dispatcher found out about a visit.' })
  async recordVisitCall(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RecordVisitCallInput, { description: 'What was said.' }) input: RecordVisitCallInput,
  ) {
    return visitPayload(ctx, await evidence.recordVisitCall(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: 'The elder confirms a visit, or somebody does for them and says so.' })
  async confirmVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ConfirmVisitInput, { description: 'Which visit, for whom.' }) input: ConfirmVisitInput,
  ) {
    return visitPayload(ctx, await evidence.confirmVisit(ctx, input));
  }

  @Mutation(() => AnnouncePhotoPayload, {
    description:
      'Makes room for a photo of a visit and gives the link that its file is sent to. Files never travel through GraphQL.',
  })
  async announcePhoto(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AnnouncePhotoInput, { description: 'Which photo, of which visit.' }) input: AnnouncePhotoInput,
  ) {
    const { photoId } = await announcePhoto(ctx, input);
    return { photo: await ctx.load(photoById, photoId), upload: uploadOf(ctx, photoId, input.type) };
  }

  @Mutation(() => ElderDoorPayload, {
    description: "Says where an elder's door is, so that check-ins know their distance, and makes its code anew.",
  })
  async setDoorAccess(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetDoorAccessInput, { description: 'Whose door, and what about it.' })
    input: SetDoorAccessInput,
  ) {
    const { elderId } = await evidence.setDoorAccess(ctx, input);
    return { elder: await ctx.load(elderById, elderId) };
  }
}

async function visitPayload(ctx: Context, { visitId }: { visitId: string }) {
  return { visit: await ctx.load(visitById, visitId) };
}
