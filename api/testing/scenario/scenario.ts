import type { Caller } from '../caller.ts';
import type { TestPlatform } from '../test-platform.ts';
import { Actor } from './actor.ts';
import { FixtureIds } from './fixture-ids.ts';
import { inHours } from './times.ts';

/** Parties of a visit. `hasBegun`: its window opened half an hour ago. */
interface VisitPlan {
  elder?: string;
  volunteer?: string;
  kind?: string;
  hasBegun?: boolean;
}

/** A visit that took place: its duration, and the minutes since its end. */
export interface CarriedOutVisit extends VisitPlan {
  minutes?: number;
  endedMinutesAgo?: number;
  note?: string | null;
}

/** The vocabulary of tests: actors, ids of fixtures, and visits in any state in one call. */
export class Scenario {
  private constructor(
    private readonly platform: TestPlatform,
    readonly id: FixtureIds,
    /** Opens, assigns and certifies the visits that the scenario makes. */
    readonly dispatcher: Actor,
  ) {}

  static async begin(platform: TestPlatform, dispatcher = 'dispatcher@xinxian'): Promise<Scenario> {
    const ids = new FixtureIds(platform.fixtures);
    return new Scenario(platform, ids, new Actor(await platform.as(dispatcher), dispatcher, ids));
  }

  async actor(persona: string): Promise<Actor> {
    return new Actor(await this.platform.as(persona), persona, this.id);
  }

  /** An actor with its own token or node, such as an app. */
  actorFor(caller: Caller, persona: string): Actor {
    return new Actor(caller, persona, this.id);
  }

  /** A request that is assigned to a volunteer. */
  async plannedVisit({
    elder = 'elder@xinxian',
    volunteer = 'volunteer@chaoxi',
    kind = 'companionship@sicheng',
    hasBegun = false,
  }: VisitPlan = {}): Promise<{ visitId: string; requestId: string }> {
    const hours = hasBegun ? -0.5 : 1;
    const request = await this.dispatcher.opens({
      elder,
      kind,
      requestedFrom: inHours(hours),
      requestedTo: inHours(hours + 3),
    });
    const { id, visits } = await this.dispatcher.assigns(request, volunteer);
    return { visitId: visits[0].id, requestId: id };
  }

  /** A visit that was carried out; gives its id. */
  async carriedOutVisit({
    minutes,
    endedMinutesAgo,
    note,
    ...plan
  }: CarriedOutVisit = {}): Promise<string> {
    const { visitId } = await this.plannedVisit(plan);
    // The volunteer checks in: the sole author of all evidence could not certify it.
    const volunteer = await this.actor(plan.volunteer ?? 'volunteer@chaoxi');
    await volunteer.carriesOut(visitId, { minutes, endedMinutesAgo, note });
    return visitId;
  }

  /** A visit that was carried out and certified; gives its id. */
  async certifiedVisit(visit: CarriedOutVisit = {}): Promise<string> {
    const visitId = await this.carriedOutVisit(visit);
    await this.dispatcher.certifies(visitId);
    return visitId;
  }

  /** Posted and held hundredths of coins of an account, read from its row. */
  async coinsOf(account = 'elder@xinxian'): Promise<{ posted: number; held: number }> {
    const [row] = await this.platform.sql<{ posted: string; held: string }>(
      'select posted, pending_out as held from coin_account where id = $1',
      [this.platform.fixtures.coinAccounts[account]],
    );
    if (!row) throw new Error(`${account} has no coin account.`);
    return { posted: Number(row.posted), held: Number(row.held) };
  }
}
