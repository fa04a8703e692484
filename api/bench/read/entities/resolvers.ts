import type { EntityManager } from '@mikro-orm/postgresql';
import type DataLoader from 'dataloader';
import {
  Arg,
  type ClassType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import {
  Account,
  Community,
  Elder,
  Foundation,
  RequestChange,
  RoleGrant,
  ServiceKind,
  ServiceRequest,
  Team,
  Visit,
  Volunteer,
} from './nouns.ts';

export interface EntityContext {
  em: EntityManager;
  /** Loaders of child pages: parents of one level together. */
  pages: {
    teams: DataLoader<string, Team[]>;
    volunteers: DataLoader<string, Volunteer[]>;
    nextVisits: DataLoader<string, Visit[]>;
  };
  accountId: string;
  foundationId: string;
}

interface Page<Noun> {
  nodes: Noun[];
}

function pageOf<Noun extends object>(noun: ClassType<Noun>): ClassType<Page<Noun>> {
  @ObjectType(`${noun.name}Connection`, { simpleResolvers: true })
  class Connection {
    @Field(() => [noun])
    nodes!: Noun[];
  }
  return Connection;
}

const [RequestPage, TeamPage, VolunteerPage, VisitPage] = [
  pageOf(ServiceRequest),
  pageOf(Team),
  pageOf(Volunteer),
  pageOf(Visit),
];

@ObjectType({ simpleResolvers: true })
class Me {
  @Field(() => Account)
  account!: Account;

  @Field(() => Foundation)
  foundation!: Foundation;

  @Field(() => [RoleGrant])
  grants!: RoleGrant[];
}

@Resolver()
class Roots {
  @Query(() => RequestPage)
  async serviceRequests(
    @Ctx() { em }: EntityContext,
    @Arg('first', () => Int) first: number,
  ): Promise<Page<ServiceRequest>> {
    return { nodes: await em.find(ServiceRequest, {}, { orderBy: { id: 'desc' }, limit: first }) };
  }

  @Query(() => ServiceRequest, { nullable: true })
  async serviceRequest(
    @Ctx() { em }: EntityContext,
    @Arg('id', () => ID) id: string,
  ): Promise<ServiceRequest | null> {
    return em.findOne(ServiceRequest, id);
  }

  @Query(() => Community, { nullable: true })
  async community(
    @Ctx() { em }: EntityContext,
    @Arg('id', () => ID) id: string,
  ): Promise<Community | null> {
    return em.findOne(Community, id);
  }

  @Query(() => Me)
  async me(@Ctx() { em, accountId, foundationId }: EntityContext): Promise<Me> {
    const now = new Date();
    const inForce = {
      validFrom: { $lte: now },
      $or: [{ validTo: null }, { validTo: { $gt: now } }],
    };
    const [account, foundation, grants] = await Promise.all([
      em.findOneOrFail(Account, accountId),
      em.findOneOrFail(Foundation, foundationId),
      em.find(
        RoleGrant,
        { accountId, foundationId, ...inForce },
        { orderBy: { validFrom: 'asc', id: 'asc' } },
      ),
    ]);
    return { account, foundation, grants };
  }
}

@Resolver(() => ServiceRequest)
class RequestFields {
  @FieldResolver(() => Community)
  async community(@Root() request: ServiceRequest): Promise<Community | null> {
    return request.community.load();
  }

  @FieldResolver(() => Elder)
  async elder(@Root() request: ServiceRequest): Promise<Elder | null> {
    return request.elder.load();
  }

  @FieldResolver(() => ServiceKind)
  async kind(@Root() request: ServiceRequest): Promise<ServiceKind | null> {
    return request.kind.load();
  }

  @FieldResolver(() => [Visit])
  async visits(@Root() request: ServiceRequest): Promise<Visit[]> {
    return request.visits.loadItems();
  }

  @FieldResolver(() => [RequestChange])
  async history(@Root() request: ServiceRequest): Promise<RequestChange[]> {
    return request.history.loadItems();
  }
}

@Resolver(() => Visit)
class VisitFields {
  @FieldResolver(() => Volunteer, { nullable: true })
  async volunteer(@Root() visit: Visit): Promise<Volunteer | null> {
    return visit.volunteer.load();
  }

  @FieldResolver(() => ServiceRequest)
  async request(@Root() visit: Visit): Promise<ServiceRequest | null> {
    return visit.request.load();
  }
}

@Resolver(() => Community)
class CommunityFields {
  @FieldResolver(() => TeamPage)
  async teams(
    @Root() { id }: Community,
    @Ctx() { pages }: EntityContext,
    @Arg('first', () => Int) first: number,
  ): Promise<Page<Team>> {
    return { nodes: (await pages.teams.load(id)).slice(0, first) };
  }
}

@Resolver(() => Team)
class TeamFields {
  @FieldResolver(() => VolunteerPage)
  async volunteers(
    @Root() { id }: Team,
    @Ctx() { pages }: EntityContext,
    @Arg('first', () => Int) first: number,
  ): Promise<Page<Volunteer>> {
    return { nodes: (await pages.volunteers.load(id)).slice(0, first) };
  }
}

@Resolver(() => Volunteer)
class VolunteerFields {
  @FieldResolver(() => VisitPage)
  async nextVisits(
    @Root() { id }: Volunteer,
    @Ctx() { pages }: EntityContext,
    @Arg('first', () => Int) first: number,
  ): Promise<Page<Visit>> {
    return { nodes: (await pages.nextVisits.load(id)).slice(0, first) };
  }
}

export const resolvers = [
  Roots,
  RequestFields,
  VisitFields,
  CommunityFields,
  TeamFields,
  VolunteerFields,
] as const;
