import { type Answer, Caller } from '../caller.ts';
import { newKey } from '../test-platform.ts';
import type { FixtureIds, Input } from './fixture-ids.ts';
import { inHours } from './times.ts';

/** A row that an earlier step returned, or its id. */
export type Reference = string | { id: string };

type Node = Answer['data'];

const requestFields =
  'id state version coinsHeld audience urgency alarms visits { id state plannedFrom plannedTo flags }';
const visitFields = 'id state minutesCertified coinsPaid request { id state version }';

/**
 * An API client of one persona, with a verb for each common step. A verb throws `MutationRefused`
 * when the step is refused. It reads the current version unless the input has `expectedVersion`.
 */
export class Actor extends Caller {
  constructor(
    { url, token }: Caller,
    readonly persona: string,
    private readonly ids: FixtureIds,
  ) {
    super(url, token);
  }

  /** As in `Caller`; the input may have names of fixtures in place of ids. */
  protected override async sendMutation(
    mutation: string,
    input: object,
    selection = '',
  ): ReturnType<Caller['sendMutation']> {
    return super.sendMutation(mutation, this.ids.inputOf(input as Input), selection);
  }

  /** Opens a request: by default companionship for elder@xinxian, in one to three hours. */
  async opens(plan: Input = {}, fields = requestFields): Promise<Node> {
    return this.request('openServiceRequest', this.requestInput(plan), fields);
  }

  /** Input of `openServiceRequest` with the defaults of `opens`, and a new idempotency key. */
  requestInput(plan: Input = {}): object {
    return this.ids.inputOf({
      idempotencyKey: newKey(),
      allowDuplicate: true,
      ...(!('elderId' in plan) && { elder: 'elder@xinxian' }),
      ...(!('kindId' in plan) && { kind: 'companionship@sicheng' }),
      requestedFrom: inHours(1),
      requestedTo: inHours(3),
      ...plan,
    });
  }

  async approves(request: Reference, more: Input = {}, fields = requestFields): Promise<Node> {
    return this.changesState('approveServiceRequest', request, more, fields);
  }

  async rejects(request: Reference, reason: string, fields = requestFields): Promise<Node> {
    return this.changesState('rejectServiceRequest', request, { reason }, fields);
  }

  /** Assigns a request to a volunteer. */
  async assigns(
    request: Reference,
    volunteer = 'volunteer@chaoxi',
    more: Input = {},
    fields = requestFields,
  ): Promise<Node> {
    return this.changesState('assignServiceRequest', request, { volunteer, ...more }, fields);
  }

  /** Accepts a request for a volunteer, by default for the actor. */
  async accepts(
    request: Reference,
    volunteer = this.persona,
    more: Input = {},
    fields = requestFields,
  ): Promise<Node> {
    return this.changesState('acceptServiceRequest', request, { volunteer, ...more }, fields);
  }

  /** Accepts a request for several members of a team. */
  async acceptsAsTeam(
    request: Reference,
    team: string,
    volunteers: readonly string[],
    more: Input = {},
    fields = requestFields,
  ): Promise<Node> {
    const input = { team, volunteers, ...more };
    return this.changesState('acceptServiceRequestAsTeam', request, input, fields);
  }

  /** Withdraws a volunteer; the input names the volunteer if several take part. */
  async withdraws(request: Reference, more: Input = {}, fields = requestFields): Promise<Node> {
    const input = { reason: '有事', ...more };
    return this.changesState('withdrawFromServiceRequest', request, input, fields);
  }

  async cancels(request: Reference, more: Input = {}, fields = requestFields): Promise<Node> {
    const input = { reason: '改天再约', ...more };
    return this.changesState('cancelServiceRequest', request, input, fields);
  }

  async changes(request: Reference, more: Input, fields = requestFields): Promise<Node> {
    return this.changesState('changeServiceRequest', request, { reason: '-', ...more }, fields);
  }

  /** Moves a request to another time. */
  async reschedules(
    request: Reference,
    from: string,
    to: string,
    more: Input = {},
    fields = requestFields,
  ): Promise<Node> {
    const input = { windows: [{ from, to }], reason: '改时间', ...more };
    return this.changesState('rescheduleServiceRequest', request, input, fields);
  }

  async checksIn(visit: Reference, more: Input = {}, fields = visitFields): Promise<Node> {
    return (await this.mutate('checkIn', { visitId: idOf(visit), ...more }, `visit { ${fields} }`))
      .visit;
  }

  async checksOut(visit: Reference, more: Input = {}, fields = visitFields): Promise<Node> {
    return (await this.mutate('checkOut', { visitId: idOf(visit), ...more }, `visit { ${fields} }`))
      .visit;
  }

  /** Checks in and out of a visit that ended some minutes ago, by default now. */
  async carriesOut(
    visit: Reference,
    {
      minutes = 60,
      endedMinutesAgo = 0,
      note = null,
    }: { minutes?: number; endedMinutesAgo?: number; note?: string | null } = {},
  ): Promise<Node> {
    const end = Date.now() - endedMinutesAgo * 60_000;
    await this.checksIn(visit, { at: new Date(end - minutes * 60_000).toISOString() });
    return this.checksOut(visit, { at: new Date(end).toISOString(), note });
  }

  async certifies(visit: Reference, more: Input = {}, fields = visitFields): Promise<Node> {
    return this.decides('certifyVisit', visit, more, fields);
  }

  /** Takes a decision about a visit, such as `correctVisit`. */
  async decides(
    mutation: string,
    visit: Reference,
    more: Input = {},
    fields = visitFields,
  ): Promise<Node> {
    const input = await this.decision(visit, more);
    return (await this.mutate(mutation, input, `visit { ${fields} }`)).visit;
  }

  /** The input that all decisions about a visit share. */
  async decision(visit: Reference, more: Input = {}): Promise<object> {
    return {
      idempotencyKey: newKey(),
      visitId: idOf(visit),
      ...(await this.withVersion(visit, more)),
    };
  }

  /** Grants coins from fund@sicheng. */
  async grantsCoins(to: string, amount: string, more: Input = {}, fields = 'id'): Promise<Node> {
    const input = this.grantInput(to, amount, more);
    return (await this.mutate('grantCoins', input, `transfer { ${fields} }`)).transfer;
  }

  /** Input of `grantCoins` with the defaults of `grantsCoins`. */
  grantInput(to: string, amount: string, more: Input = {}): object {
    return {
      idempotencyKey: newKey(),
      fundAccountId: this.ids.coinAccount('fund@sicheng'),
      toAccountId: this.ids.coinAccount(to),
      amount,
      reason: '困难老人资助',
      ...more,
    };
  }

  /** Gives coins of one holder to another, as the holder or for the holder. */
  async givesCoins(
    from: string,
    to: string,
    amount: string,
    more: Input = {},
    fields = 'id',
  ): Promise<Node> {
    const input = this.giftInput(from, to, amount, more);
    return (await this.mutate('transferCoins', input, `transfer { ${fields} }`)).transfer;
  }

  /** Input of `transferCoins` with the defaults of `givesCoins`. */
  giftInput(from: string, to: string, amount: string, more: Input = {}): object {
    return {
      idempotencyKey: newKey(),
      fromAccountId: this.ids.coinAccount(from),
      toAccountId: this.ids.coinAccount(to),
      amount,
      purpose: 'GIFT',
      actingFor: { personId: this.ids.person(from) },
      ...more,
    };
  }

  /** Pairs a volunteer with an elder. */
  async pairs(volunteer: string, elder = 'elder@xinxian'): Promise<Node> {
    const fields = 'pairing { id elder { displayName } endedAt }';
    return (await this.mutate('pairVolunteer', { elder, volunteer }, fields)).pairing;
  }

  /** Fields of a request, or null if the actor may not see it. */
  async seesRequest(request: Reference, fields = requestFields): Promise<Node> {
    const query = `query ($id: ID!) { serviceRequest(id: $id) { ${fields} } }`;
    return (await this.query(query, { id: idOf(request) })).serviceRequest;
  }

  /** Fields of a visit, or null if the actor may not see it. */
  async seesVisit(visit: Reference, fields = visitFields): Promise<Node> {
    const query = `query ($id: ID!) { node(id: $id) { ... on Visit { ${fields} } } }`;
    return (await this.query(query, { id: idOf(visit) })).node;
  }

  /** Current version of a request, or of the request of a visit; 1 if the actor sees neither. */
  async versionOf(requestOrVisit: Reference): Promise<number> {
    const { node } = await this.query(
      'query ($id: ID!) { node(id: $id) { ... on ServiceRequest { version } ... on Visit { request { version } } } }',
      { id: idOf(requestOrVisit) },
    );
    return node?.version ?? node?.request.version ?? 1;
  }

  private async changesState(
    mutation: string,
    request: Reference,
    more: Input,
    fields: string,
  ): Promise<Node> {
    const input = await this.withVersion(request, more);
    return this.request(mutation, { requestId: idOf(request), ...input }, fields);
  }

  private async withVersion(about: Reference, more: Input): Promise<Input> {
    return 'expectedVersion' in more
      ? more
      : { ...more, expectedVersion: await this.versionOf(about) };
  }

  private async request(mutation: string, input: object, fields: string): Promise<Node> {
    return (await this.mutate(mutation, input, `request { ${fields} }`)).request;
  }
}

function idOf(reference: Reference): string {
  return typeof reference === 'string' ? reference : reference.id;
}
