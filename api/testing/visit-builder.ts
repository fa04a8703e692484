import { encodeId } from '../../schema/ids.ts';
import type { Caller } from './caller.ts';
import { newKey, type TestPlatform } from './test-platform.ts';

/** Builds visits in any state in one call, for tests of later steps. */
export class Visits {
  constructor(
    private readonly platform: TestPlatform,
    private readonly dispatcher: Caller,
  ) {}

  static async of(platform: TestPlatform, dispatcher = 'dispatcher@xinxian'): Promise<Visits> {
    return new Visits(platform, await platform.as(dispatcher));
  }

  /** A request of an elder assigned to a volunteer. */
  async planned({
    elder = 'elder@xinxian',
    volunteer = 'volunteer@chaoxi',
    kind = 'companionship@sicheng',
    hasBegun = false,
  } = {}): Promise<{ visitId: string; requestId: string }> {
    const { fixtures } = this.platform;
    const from = Date.now() + (hasBegun ? -1_800_000 : 3_600_000);
    const { request } = await this.dispatcher.does(
      'openServiceRequest',
      {
        idempotencyKey: newKey(),
        allowDuplicate: true,
        elderId: encodeId('elder', fixtures.elders[elder] ?? ''),
        kindId: encodeId('kind', fixtures.kinds[kind] ?? ''),
        requestedFrom: new Date(from).toISOString(),
        requestedTo: new Date(from + 3 * 3_600_000).toISOString(),
      },
      'request { id version }',
    );
    const volunteerId = encodeId('volunteer', fixtures.volunteers[volunteer] ?? '');
    const given = await this.dispatcher.does(
      'assignServiceRequest',
      { requestId: request.id, volunteerId, expectedVersion: request.version },
      'request { id visits { id } }',
    );
    return { visitId: given.request.visits[0].id, requestId: request.id };
  }

  /** A visit carried out: its duration in minutes, and the minutes since its end. */
  async carriedOut({
    minutes = 60,
    endedMinutesAgo = 0,
    note = null,
    ...who
  }: Parameters<Visits['planned']>[0] & {
    minutes?: number;
    endedMinutesAgo?: number;
    note?: string | null;
  } = {}): Promise<string> {
    const { visitId } = await this.planned(who);
    const end = Date.now() - endedMinutesAgo * 60_000;
    // The volunteer checks in: the sole author of all evidence could not certify it.
    const volunteer = await this.platform.as(who?.volunteer ?? 'volunteer@chaoxi');
    await volunteer.does(
      'checkIn',
      { visitId, at: new Date(end - minutes * 60_000).toISOString() },
      'visit { id }',
    );
    await volunteer.does(
      'checkOut',
      { visitId, at: new Date(end).toISOString(), note },
      'visit { id }',
    );
    return visitId;
  }

  async certified(about: Parameters<Visits['carriedOut']>[0] = {}): Promise<string> {
    const visitId = await this.carriedOut(about);
    await this.dispatcher.does('certifyVisit', await this.decision(visitId), 'visit { id }');
    return visitId;
  }

  /** Common input of all decisions about a visit. */
  async decision(visitId: string, more: object = {}): Promise<object> {
    return {
      idempotencyKey: newKey(),
      visitId,
      expectedVersion: await this.versionOf(visitId),
      ...more,
    };
  }

  async versionOf(visitId: string): Promise<number> {
    const { node } = await this.dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { request { version } } } }',
      {
        id: visitId,
      },
    );
    return node.request.version;
  }
}
