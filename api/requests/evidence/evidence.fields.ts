import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Elder } from '../../../schema/people/elder.ts';
import { DoorCode, Evidence, EvidenceWithdrawal } from '../../../schema/requests/evidence.ts';
import { Photo } from '../../../schema/requests/photo.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { doorCodeAt, qrContentOf } from './door-code.ts';
import {
  doorGenerationByElder,
  evidenceByVisit,
  photoById,
  photosByVisit,
  withdrawalByEvidence,
} from './evidence.queries.ts';
import { readLink } from './photos.service.ts';

@Resolver(() => Visit)
export class VisitEvidence {
  @FieldResolver(() => [Evidence], {
    complexity: 5,
    description: 'What speaks for it, in order of time, at most 100 pieces.',
  })
  async evidence(@Root() visit: Visit, @Ctx('ctx') ctx: Context): Promise<Evidence[]> {
    return (await ctx.load(evidenceByVisit, visit.id)) ?? [];
  }

  @FieldResolver(() => [Photo], {
    complexity: 5,
    description: 'Its photos, for those who may see them, at most 20.',
  })
  async photos(@Root() visit: Visit, @Ctx('ctx') ctx: Context): Promise<Photo[]> {
    return (await ctx.load(photosByVisit, visit.id)) ?? [];
  }
}

@Resolver(() => Evidence)
export class EvidenceFields {
  @FieldResolver(() => Photo, { nullable: true, description: 'The photo, for those who may see it.' })
  async photo(@Root() evidence: Evidence, @Ctx('ctx') ctx: Context): Promise<Photo | null> {
    return evidence.photoId ? ctx.load(photoById, evidence.photoId) : null;
  }

  @FieldResolver(() => EvidenceWithdrawal, {
    nullable: true,
    description: 'That it was entered by mistake and taken back. Null for evidence that stands.',
  })
  async withdrawal(@Root() { id }: Evidence, @Ctx('ctx') ctx: Context): Promise<EvidenceWithdrawal | null> {
    return (await ctx.load(withdrawalByEvidence, id))?.[0] ?? null;
  }
}

@Resolver(() => Photo)
export class PhotoFields {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Link to the photo, which works for a quarter of an hour without a token. Null until it is stored.',
  })
  url(@Root() photo: Photo, @Ctx('ctx') ctx: Context): string | null {
    return readLink(ctx.services.links, photo.storageKey);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Link to a small photo of at most 320 pixels, as `url`.',
  })
  thumbnailUrl(@Root() photo: Photo, @Ctx('ctx') ctx: Context): string | null {
    return readLink(ctx.services.links, photo.thumbnailKey);
  }
}

@Resolver(() => Elder)
export class ElderDoor {
  @FieldResolver(() => DoorCode, {
    nullable: true,
    complexity: 2,
    description:
      'What the door shows now: for the elder, the family, and the dispatcher, who reads it out on the telephone. Null for others, volunteers above all.',
  })
  async doorCode(@Root() elder: Elder, @Ctx('ctx') ctx: Context): Promise<DoorCode | null> {
    if (!ctx.allows('door:read', { communityId: elder.communityId, elderPersonId: elder.personId })) return null;
    const generation = (await ctx.load(doorGenerationByElder, elder.id)) ?? 1;
    const secret = { secretKey: ctx.services.secretKey, elderId: elder.id, generation };
    const { code, validUntil } = doorCodeAt(secret, ctx.nowMs());
    return { code, validUntil, qrContent: qrContentOf(elder.id, code) };
  }
}
