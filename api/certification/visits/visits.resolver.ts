import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  CertifyVisitInput,
  CheckInInput,
  CheckOutInput,
  DisputeVisitInput,
  UndoCheckInInput,
  UndoCheckOutInput,
} from '../../../schema/certification/visit-inputs.ts';
import { VisitPayload } from '../../../schema/requests/request-inputs.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitPayload } from './visit-payload.ts';
import * as undo from './undo-presence.service.ts';
import * as visits from './visits.service.ts';

@Resolver()
export class VisitsResolver {
  @Mutation(() => VisitPayload, { description: "Checks a volunteer in at the elder's place." })
  async checkIn(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CheckInInput, { description: 'Input for `checkIn`.' }) input: CheckInInput,
  ) {
    return visitPayload(ctx, await visits.checkIn(ctx, input));
  }

  @Mutation(() => VisitPayload, { description: "Checks a volunteer out of the elder's place." })
  async checkOut(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CheckOutInput, { description: 'Input for `checkOut`.' })
    input: CheckOutInput,
  ) {
    return visitPayload(ctx, await visits.checkOut(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'Undoes a mistaken check-in. The visit is planned again, and no no-show is recorded. Its evidence stays, marked as withdrawn.',
  })
  async undoCheckIn(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UndoCheckInInput, { description: 'Input for `undoCheckIn`.' })
    input: UndoCheckInInput,
  ) {
    return visitPayload(ctx, await undo.undoCheckIn(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'Undoes a mistaken check-out. The visit continues. Its evidence stays, marked as withdrawn.',
  })
  async undoCheckOut(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => UndoCheckOutInput, { description: 'Input for `undoCheckOut`.' })
    input: UndoCheckOutInput,
  ) {
    return visitPayload(ctx, await undo.undoCheckOut(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description:
      'Certifies a visit: writes the hours, pays the volunteer and releases the rest of the hold, all at once. The certifier is neither the performer nor the author of all the evidence.',
  })
  async certifyVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CertifyVisitInput, { description: 'Input for `certifyVisit`.' })
    input: CertifyVisitInput,
  ) {
    return visitPayload(ctx, await visits.certifyVisit(ctx, input));
  }

  @Mutation(() => VisitPayload, {
    description: 'Disputes a visit, before or after its certification.',
  })
  async disputeVisit(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DisputeVisitInput, { description: 'Input for `disputeVisit`.' })
    input: DisputeVisitInput,
  ) {
    return visitPayload(ctx, await visits.disputeVisit(ctx, input));
  }
}
