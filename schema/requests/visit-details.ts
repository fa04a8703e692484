import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';

@InputType({ description: 'Somebody who goes to an elder asks for what it takes to get there.' })
export class DiscloseVisitDetailsInput extends ActingInput {
  @Field(() => ID, { description: 'The visit, which must be ahead or under way.' })
  visitId!: string;
}

@ObjectType({
  description:
    'What it takes to get to an elder and to help there, in clear. That it was shown is among `disclosures`.',
  simpleResolvers: true,
})
export class VisitDetails {
  @Field(() => String, { description: 'What the neighbourhood calls the elder.' })
  elderName!: string;

  @Field(() => String, { nullable: true, description: 'Where to go, as the request says it.' })
  place?: string | null;

  @Field(() => Float, { nullable: true, description: 'Latitude of the place in degrees (WGS 84), where known.' })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Longitude of the place in degrees (WGS 84), where known.' })
  longitude?: number | null;

  @Field(() => String, { nullable: true, description: 'Home address.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Telephone number with its country.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'What helpers must know about health.' })
  healthNotes?: string | null;
}

@ObjectType({ description: 'What was shown.', simpleResolvers: true })
export class DiscloseVisitDetailsPayload extends Payload {
  @Field(() => VisitDetails, { nullable: true, description: 'The details. Null when it was refused.' })
  details?: VisitDetails | null;
}
