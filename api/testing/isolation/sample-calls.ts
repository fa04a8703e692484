import { encodeId, type IdPrefix } from '../../../schema/ids.ts';
import { post } from '../post.ts';
import { newKey, type TestPlatform } from '../test-platform.ts';
import { nobodysId, nounTables } from './canaries.ts';
import { seedIsolationFixtures } from './fixtures.ts';
import { type Accepted, calibrate, fromTheBeginning, nounAt, type Send, textAt } from './prober.ts';
import { argumentsOf, type Filling, type RootField, rootFieldsOf } from './root-fields.ts';
import { seedVisits } from './visits.ts';

/** One call of a mutation with sample values. */
export interface SampleCall {
  persona: string;
  /** Person that the caller acts for. */
  personId: string | null;
  input: Record<string, unknown>;
  codes: string[];
  isDone: boolean;
}

/** Sends a mutation with its variables. Several answers must be equal; the first is judged. */
export type Perform = (
  send: Send,
  rootField: RootField,
  values: { input: Record<string, unknown> },
) => Promise<{ body: string }>;

/**
 * The actors, with the persons that they may act for: nobody, themselves, or a person that their
 * role covers.
 */
export const samplePeople: readonly (readonly [persona: string, actsFor: string | null])[] = [
  ['dispatcher@xinxian', 'elder@xinxian'],
  ['admin@sicheng', 'elder@xinxian'],
  ['leader@xinxian', 'volunteer@xinxian'],
  ['volunteer@xinxian', 'volunteer@xinxian'],
  ['elder@xinxian', 'elder@xinxian'],
  ['family@xinxian', 'elder@xinxian'],
  ['operator@headbank', null],
];

/** Rows of each noun to try. */
export const attemptsMax = 8;
/** For these codes, another id would not help. */
const hopeless: ReadonlySet<string> = new Set(['NOT_ALLOWED', 'SCOPE_MISSING', 'NO_FOUNDATION']);

/**
 * Calls of root fields by actors who are permitted, generated from the schema. A new field is
 * called as soon as it exists.
 */
export class SampleCalls {
  private constructor(
    private readonly platform: TestPlatform,
    readonly rootFields: readonly RootField[],
    readonly accepted: Accepted,
    private readonly rows: ReadonlyMap<IdPrefix, readonly string[]>,
  ) {}

  /** Adds rows of every noun to a platform, and finds accepted values. */
  static async on(platform: TestPlatform): Promise<SampleCalls> {
    await seedIsolationFixtures(platform);
    await seedVisits(platform);
    const rootFields = rootFieldsOf(platform.app.operations.schema).filter(
      ({ operation }) => operation !== 'subscription',
    );
    const rows = await rowsOf(platform, platform.fixtures.foundations['sicheng']!);
    const nobody = {
      isThorough: false,
      own: new Map(),
      hidden: { border: 'foundation' as const, ids: new Map(), marks: new Set<string>() },
    };
    const accepted: Accepted = { texts: new Map(), nouns: new Map() };
    for (const name of ['admin@sicheng', 'operator@headbank'])
      await calibrate(
        { send: await sendAs(platform, name), name, ...nobody },
        rootFields,
        accepted,
      );
    return new SampleCalls(platform, rootFields, accepted, rows);
  }

  /**
   * The mutations in an order in which few prevent others. Those that end something run after those
   * that begin it, and those that remove volunteers from visits after those that need them.
   */
  get mutations(): RootField[] {
    return this.ordered.filter(({ operation }) => operation === 'mutation');
  }

  /** All root fields in the order of `mutations`. */
  get ordered(): RootField[] {
    return this.rootFields.toSorted((left, right) => rank(left) - rank(right));
  }

  async sendAs(persona: string): Promise<Send> {
    return sendAs(this.platform, persona);
  }

  /** Calls a mutation until an actor is permitted; yields after each call. */
  async *until(rootField: RootField, perform: Perform): AsyncGenerator<SampleCall> {
    for (const [persona, actsFor] of samplePeople) {
      const send = await this.sendAs(persona);
      const personId = actsFor ? this.platform.fixtures.persons[actsFor]! : null;
      const actingFor = {
        channel: 'PAPER',
        ...(personId && { personId: encodeId('person', personId) }),
      };
      for (let attempt = 0, version = 1; attempt < attemptsMax;) {
        const values = argumentsOf(rootField, this.fillingOf(rootField, attempt)) as {
          input: Record<string, unknown>;
        };
        const { input } = values;
        input['actingFor'] = actingFor;
        if ('expectedVersion' in input) input['expectedVersion'] = version;
        const { body } = await perform(send, rootField, values);
        const { codes, currentVersion } = refusalOf(rootField, body);
        yield { persona, personId, input, codes, isDone: codes.length === 0 };
        if (codes.length === 0) return;
        if (codes.some((code) => hopeless.has(code))) break;
        const isStale = currentVersion !== undefined && currentVersion !== version;
        version = isStale ? currentVersion : 1;
        if (!isStale) attempt += 1;
      }
    }
  }

  fillingOf(rootField: RootField, attempt: number): Filling {
    const places = rootField.idPlaces.filter(({ path }) => !path.includes('actingFor'));
    const tried = places[attempt % Math.max(places.length, 1)];
    return {
      own: ([prefix], path) => this.pick(nounAt(rootField, this.accepted, path) ?? prefix, attempt),
      text: (path) =>
        path.at(-1) === 'idempotencyKey' ? newKey() : textAt(rootField, this.accepted, path),
      ...(tried && {
        tried: {
          place: tried,
          id: this.pick(nounAt(rootField, this.accepted, tried.path) ?? tried.prefixes[0], attempt),
        },
      }),
    };
  }

  pick(prefix: IdPrefix | undefined, attempt: number): string {
    const all = this.rows.get(prefix ?? 'request') ?? [];
    return all.length > 0 ? all[attempt % all.length]! : nobodysId(prefix ?? 'request');
  }
}

/** Codes in the answer to a mutation, and the current version if it names one. */
export function refusalOf(
  { name }: RootField,
  body: string,
): { codes: string[]; currentVersion: number | undefined } {
  const { data, errors } = JSON.parse(body) as {
    data?: Record<
      string,
      { errors: { code: string; params: { name: string; value: string }[] }[] } | null
    > | null;
    errors?: { extensions: { code: string } }[];
  };
  if (errors)
    return { codes: errors.map(({ extensions }) => extensions.code), currentVersion: undefined };
  const refusals = data?.[name]?.errors ?? [];
  const version = refusals
    .flatMap(({ params }) => params)
    .find((param) => param.name === 'currentVersion')?.value;
  return {
    codes: refusals.map(({ code }) => code),
    currentVersion: version ? Number(version) : undefined,
  };
}

function rank({ name }: RootField): number {
  if (name.startsWith('withdrawFrom')) return 1;
  const isEnd =
    /^(cancel|certify|close|end|erase|leave|reject|reopen|retire|reverse|revoke|stop|untrust|vet|withdraw)/;
  return isEnd.test(name) ? 2 : 0;
}

async function sendAs(platform: TestPlatform, persona: string): Promise<Send> {
  const caller = await platform.as(persona);
  return fromTheBeginning(async ({ document, refusals, operation }, variables) => {
    const query = operation === 'mutation' ? refusals : document;
    const headers = { authorization: `Bearer ${caller.token}` };
    return post(`${platform.url}/graphql`, { query, variables }, headers);
  });
}

/** Some rows of each noun, those of xinxian first. Of accounts, those with bookings. */
async function rowsOf(
  platform: TestPlatform,
  foundationId: string,
): Promise<ReadonlyMap<IdPrefix, readonly string[]>> {
  const found = new Map<IdPrefix, readonly string[]>();
  for (const { prefix, table, columns } of await nounTables(platform)) {
    const scope = columns.has('foundation_id')
      ? 'foundation_id = $1'
      : table === 'foundation'
        ? 'id = $1'
        : '$1::uuid is not null';
    const order =
      columns.has('community_id') && table !== 'coin_account'
        ? '(community_id is not distinct from $2::uuid) desc,'
        : '$2::uuid,';
    const all = await platform.sql<{ id: string }>(
      `select id from ${table} where ${scope} order by ${order} ${orders[table] ?? ''} id desc limit ${attemptsMax}`,
      [foundationId, platform.fixtures.communities['xinxian']],
    );
    found.set(
      prefix,
      all.map(({ id }) => encodeId(prefix, id)),
    );
  }
  return found;
}

const orders: Readonly<Record<string, string>> = {
  account: 'exists (select from audit_entry where actor_account_id = account.id) desc,',
  // These are rare among the accounts of people.
  coin_account: `(owner_kind in ('FUND', 'SHOP')) desc,`,
};
