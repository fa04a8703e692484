import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Elder } from '../../../schema/people/elder.ts';
import { DoorCode, Evidence, EvidenceWithdrawal } from '../../../schema/certification/evidence.ts';
import { Photo } from '../../../schema/certification/photo.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
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
  @Related<Visit>(() => [Evidence], {
    by: 'id',
    from: evidenceByVisit,
    complexity: 5,
    description: 'Evidence of the visit in order of time, at most 100 pieces.',
  })
  readonly evidence!: Evidence[];

  @Related<Visit>(() => [Photo], {
    by: 'id',
    from: photosByVisit,
    complexity: 5,
    description: 'Photos of the visit, at most 20, as far as the caller may see them.',
  })
  readonly photos!: Photo[];
}

@Resolver(() => Evidence)
export class EvidenceFields {
  @Related<Evidence>(() => Photo, {
    by: 'photoId',
    from: photoById,
    nullable: true,
    description:
      'Photo that this evidence refers to. Null when there is none or the caller may not see it.',
  })
  readonly photo!: Photo | null;

  @FieldResolver(() => EvidenceWithdrawal, {
    nullable: true,
    description: 'Withdrawal of evidence that was entered by mistake. Null for evidence in force.',
  })
  async withdrawal(
    @Root() { id }: Evidence,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<EvidenceWithdrawal | null> {
    return (await ctx.load(withdrawalByEvidence, id))?.[0] ?? null;
  }
}

@Resolver(() => Photo)
export class PhotoFields {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Link to the photo, valid for 15 minutes without a token. Null until the photo is stored.',
  })
  url(@Root() photo: Photo, @Ctx('ctx') ctx: FieldContext): string | null {
    return readLink(ctx.services.links, photo.storageKey);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Link to a preview of at most 320 pixels, valid as long as `url`. Null until the photo is stored.',
  })
  thumbnailUrl(@Root() photo: Photo, @Ctx('ctx') ctx: FieldContext): string | null {
    return readLink(ctx.services.links, photo.thumbnailKey);
  }
}

@Resolver(() => Elder)
export class ElderDoor {
  @FieldResolver(() => DoorCode, {
    nullable: true,
    complexity: 2,
    description:
      "Current code of the elder's door. Visible to the elder, the family, and the dispatcher, who may read it out by telephone. Null for others, volunteers included.",
  })
  async doorCode(@Root() elder: Elder, @Ctx('ctx') ctx: FieldContext): Promise<DoorCode | null> {
    if (!ctx.allows('door:read', { communityId: elder.communityId, elderPersonId: elder.personId }))
      return null;
    const generation = (await ctx.load(doorGenerationByElder, elder.id)) ?? 1;
    const secret = { secretKey: ctx.services.secretKey, elderId: elder.id, generation };
    const { code, validUntil } = doorCodeAt(secret, ctx.nowMs());
    return { code, validUntil, qrContent: qrContentOf(elder.id, code) };
  }
}
