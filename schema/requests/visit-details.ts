import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';

@InputType({ description: 'Input for `discloseVisitDetails`.' })
export class DiscloseVisitDetailsInput extends ActingInput {
  @Field(() => ID, { description: 'Visit, which must be upcoming or under way.' })
  visitId!: string;
}

@ObjectType({
  description:
    'Details needed to reach and help an elder, in clear text. Their disclosure is recorded in `disclosures`.',
  simpleResolvers: true,
})
export class VisitDetails {
  @Field(() => String, { description: 'Name that the neighbourhood uses for the elder.' })
  elderName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the service, as stated in the request.',
  })
  place?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Latitude of the place in degrees (WGS 84), where known.',
  })
  latitude?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Longitude of the place in degrees (WGS 84), where known.',
  })
  longitude?: number | null;

  @Field(() => String, { nullable: true, description: 'Home address.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number with country code.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Health notes that helpers must know.' })
  healthNotes?: string | null;
}

@ObjectType({ description: 'Result of a disclosure.', simpleResolvers: true })
export class DiscloseVisitDetailsPayload extends Payload {
  @Field(() => VisitDetails, {
    nullable: true,
    description: 'Details for the visit. Null when the mutation was refused.',
  })
  details?: VisitDetails | null;
}
