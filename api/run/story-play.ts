import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface StoryOptions {
  /** Base address of a running platform, without a trailing slash. */
  url: string;
  tokenOf(persona: string): Promise<string>;
  /** Called once for each completed step, with one sentence in the requested language. */
  say(sentence: string): void;
  language: 'zh' | 'en';
  /**
   * Checks the ledger. Returns one sentence, or throws when an invariant is violated. Left out when
   * the database is not accessible.
   */
  checkLedger?: () => Promise<string>;
}

/** Results of the story, for tests that check them. */
export interface StoryResult {
  requestId: string;
  visitId: string;
}

/**
 * Plays the main use case over the public API. A grandmother without a smartphone telephones. Her
 * request appears in two communities and in no other foundation. A neighbour comes, and her hour is
 * certified. Throws with one sentence at the first unexpected result.
 */
export async function playStory(options: StoryOptions): Promise<StoryResult> {
  const tell = (en: string, zh: string): void => options.say(options.language === 'zh' ? zh : en);
  const as = async (persona: string): Promise<Actor> =>
    new Actor(persona, options.url, await options.tokenOf(persona));

  const dispatcher = await as('dispatcher@xinxian');
  const neighbour = await as('dispatcher@chaoxi');
  const stranger = await as('dispatcher@shiyuan');
  const [heard, heardNextDoor, heardElsewhere] = await Promise.all([
    dispatcher.listen(),
    neighbour.listen(),
    stranger.listen(),
  ]);
  try {
    await Promise.all([heard.ready, heardNextDoor.ready, heardElsewhere.ready]);
    tell(
      'The dispatchers of 新鲜社区 and 朝西社区, and one of another foundation, watch the live feed.',
      '新鲜社区、朝西社区的调度员，以及另一家基金会的调度员，都打开了实时订单。',
    );

    const { elder, kind } = await whoCalls(dispatcher);
    const coinsBefore = elder.coinAccount;
    const opened = await openByTelephone(dispatcher, elder, kind);
    tell(
      `${elder.displayName} has no smartphone; she telephones, and her dispatcher enters the request. ${opened.coinsHeld} coins are held (${coinsBefore.available} were available).`,
      `${elder.displayName}没有智能手机，打来电话，调度员替她登记了订单，预扣 ${opened.coinsHeld} 个时间币（原可用 ${coinsBefore.available} 个）。`,
    );
    const openedAt = Date.now();
    await Promise.all([heard.hears(opened.id, 'OPEN'), heardNextDoor.hears(opened.id, 'OPEN')]);
    const delayMs = Date.now() - openedAt;
    expect(delayMs < 1_000, `the feed took ${delayMs} ms, more than a second`);
    expect(heardElsewhere.messages.length === 0, 'the other foundation received an event');
    tell(
      `Both dispatchers of the foundation see it ${delayMs} ms later; the other foundation receives nothing.`,
      `${delayMs} 毫秒后，本基金会的两位调度员都看到了；另一家基金会什么也没有收到。`,
    );

    const volunteer = await as('volunteer@chaoxi');
    const helper = await findSelf(volunteer);
    const leader = await as('leader@chaoxi');
    const visitId = await acceptFor(leader, opened, helper.id);
    await heard.hears(opened.id, 'ASSIGNED');
    tell(
      `The leader of 好益芽服务队 accepts for ${helper.displayName} of her team.`,
      `好益芽服务队队长为队员${helper.displayName}接了单。`,
    );

    await visit(volunteer, visitId);
    await heard.hears(opened.id, 'AWAITING_CERTIFICATION');
    tell(
      `${helper.displayName} checks in, they talk, she checks out after 45 minutes.`,
      `${helper.displayName}签到、陪伴聊天，45 分钟后签退。`,
    );

    const certified = await certify(dispatcher, opened.id, visitId);
    await heard.hears(opened.id, 'CERTIFIED');
    tell(
      `The dispatcher certifies: ${certified.minutesCertified} minutes are recorded and ${certified.coinsPaid} coins paid, in one transaction.`,
      `调度员认证：记录时长 ${certified.minutesCertified} 分钟，支付 ${certified.coinsPaid} 个时间币，一次完成。`,
    );
    await checkBalances(dispatcher, volunteer, elder.id, {
      elder: coinsBefore,
      volunteer: helper.coinAccount,
      minutes: helper.minutesCertified,
    });
    tell(
      "Her balance and the volunteer's coins and hours agree, and the rest of the hold is released.",
      '老人的余额、志愿者的时间币和时长都对得上，余下的预扣已退回。',
    );

    await checkImpact(await as('admin@sicheng'), tell);
    await checkRefusals(dispatcher, stranger, { requestId: opened.id, visitId });
    tell(
      'A dispatcher of the other foundation gets the same answer for this request as for one that does not exist.',
      '另一家基金会查询这个订单，得到的回答与不存在的订单完全相同。',
    );
    if (options.checkLedger) {
      const said = await options.checkLedger();
      tell(`The ledger check passes: ${said}`, `账本检查通过：${said}`);
    }
    return { requestId: opened.id, visitId };
  } finally {
    for (const listener of [heard, heardNextDoor, heardElsewhere]) await listener.close();
  }
}

interface Balance {
  available: string;
  posted: string;
}

interface Helper {
  id: string;
  displayName: string;
  minutesCertified: number;
  coinAccount: Balance;
}

async function whoCalls(dispatcher: Actor) {
  const data = await dispatcher.query<{
    elders: {
      nodes: {
        id: string;
        displayName: string;
        community: { name: string } | null;
        person: { id: string } | null;
        coinAccount: Balance | null;
      }[];
    };
    serviceKinds: { nodes: { id: string; code: string }[] };
  }>(
    '{ elders(first: 100) { nodes { id displayName community { name } person { id } coinAccount { available posted } } } serviceKinds(first: 100) { nodes { id code } } }',
  );
  const found = data.elders.nodes.find(({ displayName }) => displayName === '芦奶奶');
  const kind = data.serviceKinds.nodes.find(({ code }) => code === 'companionship');
  expect(
    found?.person && found.coinAccount && kind,
    'the demo data has no 芦奶奶, or no companionship: run "npm run reset -- --yes" and start again',
  );
  return {
    elder: { ...found!, person: found!.person!, coinAccount: found!.coinAccount! },
    kind: kind!,
  };
}

async function openByTelephone(
  dispatcher: Actor,
  elder: { id: string; person: { id: string } },
  kind: { id: string },
) {
  const inTwoHours = new Date(Date.now() + 2 * 3_600_000).toISOString();
  const inFourHours = new Date(Date.now() + 4 * 3_600_000).toISOString();
  const { request } = await dispatcher.mutate<{
    request: { id: string; version: number; coinsHeld: string; channel: string };
  }>(
    'openServiceRequest',
    {
      idempotencyKey: `story-${Date.now()}-${Math.random()}`,
      elderId: elder.id,
      kindId: kind.id,
      requestedFrom: inTwoHours,
      requestedTo: inFourHours,
      minutesExpected: 60,
      note: '想找人聊聊天',
      actingFor: { personId: elder.person.id, channel: 'PHONE' },
    },
    'request { id version coinsHeld channel }',
  );
  expect(request.channel === 'PHONE', 'the request does not have the channel PHONE');
  return request;
}

/** Through the API, a volunteer sees the person behind a volunteer only for herself. */
async function findSelf(volunteer: Actor): Promise<Helper> {
  type Found = Omit<Helper, 'coinAccount'> & {
    person: { id: string } | null;
    coinAccount: Balance | null;
  };
  const { volunteers } = await volunteer.query<{ volunteers: { nodes: Found[] } }>(
    '{ volunteers(first: 100) { nodes { id displayName minutesCertified person { id } coinAccount { available posted } } } }',
  );
  const self = volunteers.nodes.find(({ person }) => person !== null);
  expect(self?.coinAccount, 'the volunteer is missing in her own list of volunteers');
  return { ...self!, coinAccount: self!.coinAccount! };
}

async function acceptFor(
  leader: Actor,
  request: { id: string; version: number },
  volunteerId: string,
): Promise<string> {
  const input = { requestId: request.id, volunteerId, expectedVersion: request.version };
  const accepted = await leader.mutate<{ request: { visits: { id: string }[] } }>(
    'acceptServiceRequest',
    input,
    'request { visits { id } }',
  );
  const [visit] = accepted.request.visits;
  expect(visit, 'the request was accepted, but there is no visit');
  const refused = await leader.codes('acceptServiceRequest', input);
  expect(
    refused[0] === 'REQUEST_NOT_OPEN',
    `a second acceptance was answered with ${refused.join() || 'success'}`,
  );
  return visit!.id;
}

async function visit(volunteer: Actor, visitId: string): Promise<void> {
  const now = Date.now();
  await volunteer.mutate(
    'checkIn',
    { visitId, at: new Date(now - 45 * 60_000).toISOString() },
    'visit { id }',
  );
  await volunteer.mutate(
    'checkOut',
    { visitId, at: new Date(now).toISOString(), note: '聊得很开心' },
    'visit { id }',
  );
}

async function certify(dispatcher: Actor, requestId: string, visitId: string) {
  const { serviceRequest } = await dispatcher.query<{ serviceRequest: { version: number } }>(
    'query ($id: ID!) { serviceRequest(id: $id) { version } }',
    {
      id: requestId,
    },
  );
  const input = {
    idempotencyKey: `certify-${visitId}`,
    visitId,
    expectedVersion: serviceRequest.version,
  };
  const { visit } = await dispatcher.mutate<{
    visit: { minutesCertified: number; coinsPaid: string };
  }>('certifyVisit', input, 'visit { minutesCertified coinsPaid }');
  expect(
    visit.minutesCertified === 45 && visit.coinsPaid === '0.75',
    `45 minutes and 0.75 coins were expected, not ${visit.minutesCertified} and ${visit.coinsPaid}`,
  );
  return visit;
}

async function checkBalances(
  dispatcher: Actor,
  volunteer: Actor,
  elderId: string,
  before: { elder: Balance; volunteer: Balance; minutes: number },
): Promise<void> {
  const { node } = await dispatcher.query<{ node: { coinAccount: Balance } }>(
    'query ($id: ID!) { node(id: $id) { ... on Elder { coinAccount { available posted } } } }',
    { id: elderId },
  );
  const helper = await findSelf(volunteer);
  const moved = (from: string, to: string): number => Math.round((Number(to) - Number(from)) * 100);
  expect(
    moved(before.elder.available, node.coinAccount.available) === -75,
    'the elder should have 0.75 coins less available',
  );
  expect(
    moved(before.volunteer.posted, helper.coinAccount.posted) === 75,
    'the volunteer should have 0.75 coins more',
  );
  expect(
    helper.minutesCertified - before.minutes === 45,
    'the volunteer should have 45 minutes more on record',
  );
}

async function checkImpact(admin: Actor, tell: (en: string, zh: string) => void): Promise<void> {
  const day = (offset: number): string =>
    new Date(Date.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
  const { impact } = await admin.query<{
    impact: {
      visitsCertified: number;
      minutesCertified: number;
      communities: { community: { name: string }; visitsCertified: number }[];
    };
  }>(
    'query ($from: Date!, $to: Date!) { impact(from: $from, to: $to) { visitsCertified minutesCertified communities { community { name } visitsCertified } } }',
    { from: day(-1), to: day(1) },
  );
  const home = impact.communities.find(({ community }) => community.name === '新鲜社区');
  expect(
    (home?.visitsCertified ?? 0) >= 1 && impact.minutesCertified >= 45,
    'the foundation does not see the visit in its impact',
  );
  tell(
    `The foundation sees it: ${impact.visitsCertified} visit(s) and ${impact.minutesCertified} minutes since yesterday, ${home?.visitsCertified} of them in 新鲜社区.`,
    `基金会看到：昨天以来服务 ${impact.visitsCertified} 人次、${impact.minutesCertified} 分钟，其中新鲜社区 ${home?.visitsCertified} 人次。`,
  );
}

async function checkRefusals(
  dispatcher: Actor,
  stranger: Actor,
  { requestId, visitId }: { requestId: string; visitId: string },
): Promise<void> {
  const random = 'request_01h455vb4pex5vsknk084sn02q';
  const attempt = (id: string) =>
    stranger.codes('cancelServiceRequest', { requestId: id, expectedVersion: 1, reason: '-' });
  const [theirs, nobodys] = [await attempt(requestId), await attempt(random)];
  expect(
    theirs[0] === 'NOT_FOUND' && theirs.join() === nobodys.join(),
    `the other foundation was answered ${theirs.join()} and ${nobodys.join()}`,
  );
  const stale = await dispatcher.codes('correctVisit', {
    idempotencyKey: `stale-${visitId}`,
    visitId,
    expectedVersion: 1,
    minutes: 44,
    reason: '-',
  });
  expect(
    stale[0] === 'VERSION_CONFLICT',
    `a stale version was answered with ${stale.join() || 'success'}`,
  );
}

/** A caller with a token who uses only the public API. */
class Actor {
  readonly persona: string;
  private readonly url: string;
  private readonly token: string;

  constructor(persona: string, url: string, token: string) {
    this.persona = persona;
    this.url = url;
    this.token = token;
  }

  async query<T>(query: string, variables: object = {}): Promise<T> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(`${this.persona} got an error: ${errors[0]?.message}`);
    return data;
  }

  async mutate<T>(name: string, input: object, selection: string): Promise<T> {
    const payload = await this.tryMutate<T & { errors: { code: string; message: string }[] }>(
      name,
      input,
      selection,
    );
    if (payload.errors.length > 0)
      throw new Error(
        `${name} of ${this.persona} was refused with ${payload.errors[0]?.code}: ${payload.errors[0]?.message}`,
      );
    return payload;
  }

  async codes(name: string, input: object): Promise<string[]> {
    return (await this.tryMutate<{ errors: { code: string }[] }>(name, input, '')).errors.map(
      ({ code }) => code,
    );
  }

  /** Follows the live feed from now on. */
  async listen(): Promise<Listener> {
    const { serviceRequestBoard } = await this.query<{ serviceRequestBoard: { cursor: string } }>(
      'query ($filter: ServiceRequestFilter) { serviceRequestBoard(filter: $filter) { cursor } }',
      { filter: watched },
    );
    return new Listener(this.url, this.token, serviceRequestBoard.cursor);
  }

  private async tryMutate<T>(name: string, input: object, selection: string): Promise<T> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} errors { code message } } }`;
    return (await this.query<Record<string, T>>(query, { input }))[name] as T;
  }
}

interface FeedMessage {
  __typename: string;
  request?: { id: string; state: string };
}

const watched = {
  states: ['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED'],
};

/** Longer than any step may take, so that a failed story ends. */
const hearTimeoutMs = 10_000;

/** One subscription to the live feed, which keeps its messages. */
class Listener {
  readonly messages: FeedMessage[] = [];
  /** Resolves with the first message of the feed, which states its position. */
  readonly ready: Promise<void>;
  private readonly client: Client;
  private readonly waiting = new Set<() => void>();
  private failure: Error | null = null;

  constructor(url: string, token: string, after: string) {
    this.client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    this.ready = new Promise((resolve, reject) => {
      this.client.subscribe<{ serviceRequestFeed: FeedMessage }>(
        {
          query: `subscription ($filter: ServiceRequestFilter, $after: String!) {
              serviceRequestFeed(filter: $filter, after: $after) {
                __typename
                ... on RequestChanged { request { id state } }
              }
            }`,
          variables: { filter: watched, after },
        },
        {
          next: ({ data, errors }) => {
            if (errors) this.fail(new Error(errors[0]?.message));
            const message = data?.serviceRequestFeed;
            if (message && message.__typename !== 'FeedCheckpoint') this.messages.push(message);
            resolve();
            for (const wake of this.waiting) wake();
          },
          error: (error) => {
            this.fail(new Error(`The feed ended: ${reasonOf(error)}`));
            reject(this.failure!);
          },
          complete: () => {},
        },
      );
      setTimeout(
        () => reject(new Error('The feed sent no first message with its position.')),
        hearTimeoutMs,
      ).unref();
    });
  }

  /** Waits until the feed delivers the request in that state. */
  async hears(requestId: string, state: string): Promise<void> {
    const until = Date.now() + hearTimeoutMs;
    while (
      !this.messages.some(({ request }) => request?.id === requestId && request.state === state)
    ) {
      if (this.failure) throw this.failure;
      expect(Date.now() < until, `the feed did not deliver the request in state ${state}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
        setTimeout(wake, 200).unref();
      });
    }
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const wake of this.waiting) wake();
  }
}

/** graphql-ws ends a subscription with an Error, a close event, or a list of GraphQL errors. */
function reasonOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (Array.isArray(error))
    return error.map(({ message }: { message: string }) => message).join(' ');
  const { code, reason } = error as { code?: number; reason?: string };
  return `the connection was closed (${code} ${reason ?? ''})`;
}

function expect(isSo: unknown, otherwise: string): void {
  if (!isSo) throw new Error(`The story stops: ${otherwise}.`);
}
