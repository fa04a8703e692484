import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';

export const ServicePlace = {
  HOME: 'HOME',
  COMMUNITY: 'COMMUNITY',
  INSTITUTION: 'INSTITUTION',
  REMOTE: 'REMOTE',
} as const;
export type ServicePlace = (typeof ServicePlace)[keyof typeof ServicePlace];

registerEnumType(ServicePlace, {
  name: 'ServicePlace',
  description: 'Place where a service kind is given.',
  valuesConfig: {
    HOME: { description: 'Home of the elder. Only vetted volunteers go there.' },
    COMMUNITY: { description: 'Places in the community: its rooms, shops and streets.' },
    INSTITUTION: { description: 'Hospital, care home or office.' },
    REMOTE: { description: 'Telephone or video.' },
  },
});

/** A service kind in a foundation's catalogue, with its price. */
@ObjectType({
  implements: Node,
  description: "Service kind in a foundation's catalogue, with its price.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'kind' })
@Entity({ tableName: 'service_kind', comment: "Service kind in a foundation's catalogue." })
export class ServiceKind extends FoundationOwned {
  @Field(() => String, {
    description:
      'Short name in Latin letters, unique in the foundation, for example `companionship`.',
  })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name, for example 陪伴聊天.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Category under which hours of this kind are reported.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => Int, { description: 'Usual duration in minutes.' })
  @Property({ type: 'integer' })
  minutesDefault!: number;

  @Field(() => CoinAmount, { description: 'Price of one hour in coins.' })
  @Property({ type: Amount })
  coinsPerHour!: string;

  @Field(() => String, { nullable: true, description: 'Content of the service, in words.' })
  @Property({ type: 'text', nullable: true })
  description?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Code of the template that it was adopted from. Null for a kind of the foundation's own.",
  })
  @Property({ type: 'text', nullable: true })
  templateCode?: string | null;

  @Field(() => ServicePlace, { description: 'Place where the service is given.' })
  @Property({ type: 'text', default: 'HOME' })
  placeKind: ServicePlace = 'HOME';

  @Field(() => [String], {
    description:
      'Codes of the qualifications, such as `FIRST_AID`, that a volunteer must hold on the day. Empty when none is required.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  qualificationCodes: string[] = [];

  @Field(() => String, {
    nullable: true,
    description: 'Risks of the service and precautions for helpers.',
  })
  @Property({ type: 'text', nullable: true })
  riskNotes?: string | null;

  @Field(() => Int, { description: 'Usual number of volunteers.' })
  @Property({ type: 'integer', default: 1 })
  volunteersNeeded: number = 1;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of retirement from the catalogue. Null while it is offered.',
  })
  @Property({ type: Instant, nullable: true })
  retiredAt?: string | null;

  @Field(() => Int, {
    description: 'Version, raised with every change. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;

  @Field(() => Boolean, { description: 'Whether new requests of this kind can be opened.' })
  @Property({ type: 'boolean', default: true })
  isOffered: boolean = true;
}

export const ServiceKindConnection = connectionOf(() => ServiceKind, 'ServiceKind');
