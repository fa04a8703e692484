import { Field, ID, InputType } from 'type-graphql';
import { describedEnum } from '../described-enum.ts';
import { TimeSpan } from '../time-span.ts';
import { RequestSource } from './dispatch-policy.ts';
import { Alarm, RequestState, Urgency } from './service-request.ts';

@InputType({
  description:
    'Filter of service requests. `serviceRequests`, the board and the feed take the same one. A request must meet all fields that are given; each list holds at most 100 values.',
})
export class ServiceRequestFilter {
  @Field(() => [RequestState], {
    nullable: true,
    description:
      'Only requests in one of these states. Without it, `serviceRequests` shows all states. The board and the feed show those from OPEN to AWAITING_CERTIFICATION.',
  })
  states?: RequestState[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Only requests of these communities. All communities that the caller may see when omitted.',
  })
  communityIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only requests of these elders.' })
  elderIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only requests that a volunteer of one of these teams has accepted.',
  })
  teamIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only requests for one of these service kinds.',
  })
  kindIds?: string[] | null;

  @Field(() => [Urgency], { nullable: true, description: 'Only requests of these urgencies.' })
  urgencies?: Urgency[] | null;

  @Field(() => [RequestSource], {
    nullable: true,
    description: 'Only requests that were entered by one of these.',
  })
  sources?: RequestSource[] | null;

  @Field(() => [Alarm], {
    nullable: true,
    description: 'Only requests with at least one of these alarms.',
  })
  alarms?: Alarm[] | null;

  @Field(() => TimeSpan, {
    nullable: true,
    description: 'Only requests that were opened in this span.',
  })
  opened?: TimeSpan | null;

  @Field(() => TimeSpan, {
    nullable: true,
    description: 'Only requests whose requested time begins in this span.',
  })
  requested?: TimeSpan | null;
}

export const ServiceRequestOrder = describedEnum(
  'ServiceRequestOrder',
  'Order of service requests. New values may be added.',
  {
    OPENED_DESC: 'The request that was opened last comes first.',
    REQUESTED_ASC: 'The request with the earliest requested time comes first.',
    REQUESTED_DESC: 'The request with the latest requested time comes first.',
  },
);
export type ServiceRequestOrder = keyof typeof ServiceRequestOrder;
