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
  description: 'Where a kind of help takes place.',
  valuesConfig: {
    HOME: { description: "At the elder's home. Only vetted volunteers go there." },
    COMMUNITY: { description: 'In the community: its rooms, shops, streets.' },
    INSTITUTION: { description: 'In a hospital, a care home, an office.' },
    REMOTE: { description: 'By telephone or video.' },
  },
});

/** A kind of help that a foundation's catalogue offers, with what it costs. */
@ObjectType({
  implements: Node,
  description: "A kind of help in a foundation's catalogue, with what it costs.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'kind' })
@Entity({ tableName: 'service_kind', comment: "A kind of help in a foundation's catalogue." })
export class ServiceKind extends FoundationOwned {
  @Field(() => String, {
    description: 'Short name in Latin letters, unique in the foundation, for example `companionship`.',
  })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Name, for example 陪伴聊天.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Category that hours of this kind are reported under.' })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => Int, { description: 'Usual length in minutes.' })
  @Property({ type: 'integer' })
  minutesDefault!: number;

  @Field(() => CoinAmount, { description: 'Coins for one hour.' })
  @Property({ type: Amount })
  coinsPerHour!: string;

  @Field(() => String, { nullable: true, description: 'What the help consists of, in words.' })
  @Property({ type: 'text', nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the common template that it was adopted from.' })
  @Property({ type: 'text', nullable: true })
  templateCode?: string | null;

  @Field(() => ServicePlace, { description: 'Where it takes place.' })
  @Property({ type: 'text', default: 'HOME' })
  placeKind: ServicePlace = 'HOME';

  @Field(() => [String], {
    description:
      'Names of the qualifications, such as `FIRST_AID`, that a volunteer must hold on the day. Empty: none.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  qualificationCodes: string[] = [];

  @Field(() => String, { nullable: true, description: 'What can go wrong, and what helpers must mind.' })
  @Property({ type: 'text', nullable: true })
  riskNotes?: string | null;

  @Field(() => Int, { description: 'How many volunteers it usually takes.' })
  @Property({ type: 'integer', default: 1 })
  volunteersNeeded: number = 1;

  @Field(() => DateTime, { nullable: true, description: 'When it was taken out of the catalogue.' })
  @Property({ type: Instant, nullable: true })
  retiredAt?: string | null;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;

  @Field(() => Boolean, { description: 'Whether new requests of this kind can be opened.' })
  @Property({ type: 'boolean', default: true })
  isOffered: boolean = true;
}

export const ServiceKindConnection = connectionOf(() => ServiceKind, 'ServiceKind');
