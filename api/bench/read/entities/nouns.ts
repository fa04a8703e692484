import { Collection, type Ref } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';

/**
 * Tables in the usual style of type-graphql and MikroORM: one class each, with relations as
 * references.
 */
export abstract class Row {
  @PrimaryKey({ type: 'uuid' })
  id!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'foundation' })
export class Foundation extends Row {
  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'community' })
export class Community extends Row {
  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  district!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'team' })
export class Team extends Row {
  @ManyToOne(() => Community, { ref: true })
  community!: Ref<Community>;

  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'elder' })
export class Elder extends Row {
  @ManyToOne(() => Community, { ref: true })
  community!: Ref<Community>;

  @Field(() => String)
  @Property({ type: 'text' })
  displayName!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'volunteer' })
export class Volunteer extends Row {
  @ManyToOne(() => Community, { ref: true })
  community!: Ref<Community>;

  @Field(() => String)
  @Property({ type: 'text' })
  displayName!: string;
}

@Entity({ tableName: 'team_member' })
export class TeamMember extends Row {
  @ManyToOne(() => Team, { ref: true })
  team!: Ref<Team>;

  @ManyToOne(() => Volunteer, { ref: true })
  volunteer!: Ref<Volunteer>;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'service_kind' })
export class ServiceKind extends Row {
  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'service_request' })
export class ServiceRequest extends Row {
  @ManyToOne(() => Community, { ref: true })
  community!: Ref<Community>;

  @ManyToOne(() => Elder, { ref: true })
  elder!: Ref<Elder>;

  @ManyToOne(() => ServiceKind, { ref: true })
  kind!: Ref<ServiceKind>;

  @OneToMany(() => Visit, (visit) => visit.request, { orderBy: { id: 'asc' } })
  visits = new Collection<Visit>(this);

  @OneToMany(() => RequestChange, (change) => change.request, { orderBy: { version: 'asc' } })
  history = new Collection<RequestChange>(this);

  @Field(() => String)
  @Property({ type: 'text' })
  state!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  urgency!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  minutesExpected!: number;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  note?: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'visit' })
export class Visit extends Row {
  @ManyToOne(() => ServiceRequest, { ref: true })
  request!: Ref<ServiceRequest>;

  @ManyToOne(() => Volunteer, { ref: true })
  volunteer!: Ref<Volunteer>;

  @Field(() => String)
  @Property({ type: 'text' })
  state!: string;

  @Property({ type: 'datetime', nullable: true })
  plannedFrom?: Date;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'request_change' })
export class RequestChange extends Row {
  @ManyToOne(() => ServiceRequest, { ref: true })
  request!: Ref<ServiceRequest>;

  @Field(() => Int)
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => String)
  @Property({ type: 'text' })
  toState!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  actorName!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'account' })
export class Account extends Row {
  @Field(() => String)
  @Property({ type: 'text' })
  displayName!: string;
}

@ObjectType({ simpleResolvers: true })
@Entity({ tableName: 'role_grant' })
export class RoleGrant extends Row {
  @Property({ type: 'uuid' })
  accountId!: string;

  @Property({ type: 'uuid' })
  foundationId!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  role!: string;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Field(() => Date)
  @Property({ type: 'datetime' })
  validFrom!: Date;

  @Field(() => Date, { nullable: true })
  @Property({ type: 'datetime', nullable: true })
  validTo?: Date;
}
