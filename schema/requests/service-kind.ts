import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Amount } from '../columns.ts';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount } from '../scalars.ts';

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

  @Field(() => Boolean, { description: 'Whether new requests of this kind can be opened.' })
  @Property({ type: 'boolean', default: true })
  isOffered: boolean = true;
}

export const ServiceKindConnection = connectionOf(() => ServiceKind, 'ServiceKind');
