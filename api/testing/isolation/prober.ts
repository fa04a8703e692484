import type { IdPrefix } from '../../../schema/ids.ts';
import { newKey } from '../test-platform.ts';
import { argumentsOf, type Door, type Filling, type IdPlace } from './root-fields.ts';
import { type Hidden, nobodysId } from './canaries.ts';

/** A caller that probes every root field, and the canaries hidden from it. */
export interface Watcher {
  readonly name: string;
  /**
   * Whether it also probes what one piece of code decides for all: arguments that every mutation
   * shares, and ids of nouns that an argument does not take.
   */
  readonly isThorough: boolean;
  readonly send: Send;
  readonly own: ReadonlyMap<IdPrefix, string>;
  readonly hidden: Hidden;
}

/** Accepted texts, and nouns of ambiguous ids, by root field and path; found by calibrate(). */
export interface Accepted {
  texts: Map<string, string>;
  nouns: Map<string, IdPrefix>;
}

export type Send = (
  door: Door,
  values: Record<string, unknown>,
) => Promise<{ status: number; body: string }>;

/**
 * A feed without a cursor begins now and is empty. A second query therefore moves the returned
 * cursor to the beginning of the log, so that the feed delivers all of it.
 */
export function fromTheBeginning(send: Send): Send {
  return async (door, values) => {
    const answer = await send(door, values);
    const cursor =
      door.parameters.some(({ name }) => name === 'after') &&
      /\bf1[0-9a-f]{16}/.exec(answer.body)?.[0];
    return cursor ? send(door, { ...values, after: `${cursor}${'0'.repeat(11)}` }) : answer;
  };
}

/**
 * Probes every root field with every hidden id. Gives one sentence for each leak: a hidden row in
 * an answer, or an answer that differs from that for an id without a row.
 */
export async function findings(
  watcher: Watcher,
  doors: readonly Door[],
  accepted: Accepted,
): Promise<string[]> {
  const found: string[] = [];
  const reads = doors.filter(({ operation }) => operation === 'query');
  for (const part of chunks(reads, atOnce)) {
    found.push(
      ...(await Promise.all(part.map((door) => findingsAt(watcher, door, accepted)))).flat(),
    );
  }
  // Mutations run sequentially, so that none changes the answers of another probe.
  for (const door of doors.filter(({ operation }) => operation !== 'query')) {
    found.push(...(await findingsAt(watcher, door, accepted)));
  }
  return found;
}

/**
 * Finds accepted values of root fields: slugs, days, phone numbers, and the noun of ambiguous ids.
 * The caller should have wide permissions.
 */
export async function calibrate(
  caller: Watcher,
  doors: readonly Door[],
  accepted: Accepted = { texts: new Map(), nouns: new Map() },
): Promise<Accepted> {
  for (const door of doors.filter(({ operation }) => operation !== 'subscription')) {
    // Each round moves a noun or a text on to its next value, so it ends.
    for (;;) {
      const { body } = await caller.send(
        door,
        argumentsOf(door, fillingOf(caller, door, accepted)),
      );
      const wrongNouns = refusedAt(body, /^INVALID_ID$/).filter((path) =>
        nextNoun(door, path, accepted),
      );
      const wrongTexts = refusedAt(body, /^(INVALID_INPUT|TEXT_.*|.*_INVALID|INVALID_(?!ID).*)$/);
      for (const path of wrongTexts) {
        const key = `${door.name}:${path}`;
        const next =
          sampleTexts[sampleTexts.indexOf(accepted.texts.get(key) ?? sampleTexts[0]!) + 1];
        if (next === undefined)
          throw new Error(`No text is accepted at ${key}: add one to sampleTexts.`);
        accepted.texts.set(key, next);
      }
      if (wrongTexts.length + wrongNouns.length === 0) break;
    }
  }
  return accepted;
}

/** Tries the next noun that the name of an id could mean. False when there is none. */
function nextNoun(door: Door, path: string, { nouns }: Accepted): boolean {
  const place = door.idPlaces.find((each) => each.path.join('.') === path);
  const key = `${door.name}:${path}`;
  const next = place?.prefixes[place.prefixes.indexOf(nouns.get(key) ?? place.prefixes[0]!) + 1];
  if (next) nouns.set(key, next);
  else nouns.delete(key);
  return next !== undefined;
}

/** Nouns to probe at an id argument: one, where calibration saw the others refused. */
export function nounsAt(door: Door, accepted: Accepted, place: IdPlace): readonly IdPrefix[] {
  const noun = nounAt(door, accepted, place.path);
  return noun ? [noun] : place.prefixes;
}

const atOnce = 4;
/**
 * A subscription takes a fixed time, so several run concurrently: two per id, within the 20 that a
 * token may hold open.
 */
const feedsAtOnce = 9;

/** Sample texts for inputs, from the general to the special. */
const sampleTexts = [
  '示例',
  'sample-name',
  'sample_name',
  '2026-03-05',
  '2020-03',
  '13900000001',
  'Asia/Shanghai',
  '1.00',
  'sample@example.org',
  'https://example.org',
  '110101194501010014',
  '09:00',
  'FREQ=WEEKLY;BYDAY=MO',
  '2026-03-05T09:00',
];

async function findingsAt(watcher: Watcher, door: Door, accepted: Accepted): Promise<string[]> {
  const found: string[] = [];
  const isFeed = door.operation === 'subscription';
  if (door.operation !== 'mutation' || door.idPlaces.length === 0 || watcher.isThorough) {
    const plain = await watcher.send(door, argumentsOf(door, fillingOf(watcher, door, accepted)));
    found.push(...leaks(watcher, door, plain.body));
  }
  const places = door.idPlaces.filter(
    ({ path }) => watcher.isThorough || !path.includes('actingFor'),
  );
  const tries = places.flatMap((place) =>
    (watcher.isThorough ? place.prefixes : nounsAt(door, accepted, place)).flatMap((prefix) =>
      (watcher.hidden.ids.get(prefix) ?? []).map((id) => async () => {
        const asking = ask(watcher, door, accepted, place, id);
        if (!isFeed) await asking;
        const [theirs, nobodys] = await Promise.all([
          asking,
          ask(watcher, door, accepted, place, nobodysId(prefix)),
        ]);
        found.push(...leaks(watcher, door, theirs.body, id));
        const isToldOnPurpose =
          toldOnPurpose[`${door.name}(${place.path.join('.')})`] === watcher.hidden.border;
        if (!isToldOnPurpose && told(theirs) !== told(nobodys)) {
          found.push(
            `${watcher.name} learns at ${door.name}(${place.path.join('.')}) that there is such a ${prefix}: ${told(theirs)} / ${told(nobodys)}`,
          );
        }
      }),
    ),
  );
  for (const part of chunks(tries, isFeed ? feedsAtOnce : 1)) {
    await Promise.all(part.map((each) => each()));
  }
  return found;
}

async function ask(
  watcher: Watcher,
  door: Door,
  accepted: Accepted,
  place: IdPlace,
  id: string,
): Promise<{ status: number; body: string }> {
  // A mutation returns little; for a list the rows are selected too.
  return watcher.send(
    { ...door, document: door.operation === 'mutation' ? door.glance : door.brief },
    argumentsOf(door, fillingOf(watcher, door, accepted, { place, id })),
  );
}

function fillingOf(
  watcher: Watcher,
  door: Door,
  accepted: Accepted,
  tried?: Filling['tried'],
): Filling {
  return {
    // A successful mutation of own rows would change the outcome of later probes.
    own: (prefixes, path) => {
      const prefix = nounAt(door, accepted, path) ?? prefixes[0]!;
      return (
        (door.operation === 'mutation' && !tried ? undefined : watcher.own.get(prefix)) ??
        nobodysId(prefix)
      );
    },
    text: (path) => (path.at(-1) === 'idempotencyKey' ? newKey() : textAt(door, accepted, path)),
    ...(tried && { tried }),
  };
}

export function nounAt(
  { name }: Door,
  { nouns }: Accepted,
  path: readonly string[],
): IdPrefix | undefined {
  return nouns.get(`${name}:${path.join('.')}`);
}

export function textAt({ name }: Door, { texts }: Accepted, path: readonly string[]): string {
  return texts.get(`${name}:${path.join('.')}`) ?? sampleTexts[0]!;
}

/** Known differences between a hidden id and one without a row, by border, each with its reason. */
const toldOnPurpose: Readonly<Record<string, Hidden['border']>> = {
  // Foundations in clearing are public, see below.
  'sendCoins(input.toFoundationId)': 'foundation',
  // Coins can be sent to every account number in the foundation, as in a bank.
  'transferCoins(input.toAccountId)': 'community',
};

/** Public data: the foundations that take part in clearing, and nothing else of them. */
const published: Readonly<Record<string, readonly IdPrefix[]>> = {
  clearingPartners: ['foundation'],
};

function isPublished({ hidden }: Watcher, { name }: Door, mark: string): boolean {
  return (published[name] ?? []).some((prefix) =>
    hidden.ids.get(prefix)?.some((id) => id.endsWith(`_${mark}`)),
  );
}

/** Canaries in an answer. The id that was sent may be echoed. */
function leaks(watcher: Watcher, door: Door, body: string, sent = ''): string[] {
  const suffix = sent.split('_')[1];
  for (const fault of faultsOfQuestion) {
    if (body.includes(`"code":"${fault}"`))
      throw new Error(`The matrix asks ${door.name} wrongly: ${body.slice(0, 600)}`);
  }
  const tokens = new Set(body.match(/[0-9a-hjkmnp-tv-z]{26}|[0-9a-f]{8}-[0-9a-f-]{27}/g));
  for (const mark of watcher.hidden.marks) {
    if (mark === suffix || isPublished(watcher, door, mark)) continue;
    const isThere = /^[0-9a-z-]{26,36}$/.test(mark) ? tokens.has(mark) : body.includes(mark);
    if (isThere) return [`${watcher.name} sees ${mark} at ${door.name}`];
  }
  return [];
}

/** A request refused for its form proves nothing. */
const faultsOfQuestion = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'COST_LIMIT',
  'DEPTH_LIMIT',
  'ALIAS_LIMIT',
  'INTERNAL',
  'BUSY',
];

/** The whole answer, normalized: ids by order of appearance, times, cursors. */
export function told({ status, body }: { status: number; body: string }): string {
  const seen = new Map<string, string>();
  const name = (id: string): string => {
    if (!seen.has(id)) seen.set(id, `<${seen.size}>`);
    return seen.get(id)!;
  };
  const text = body
    .replaceAll(/\b[a-z]+_[0-9a-hjkmnp-tv-z]{26}\b/g, name)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, name)
    .replaceAll(/i1_[\w-]{22}|\bf1[0-9a-z]{27}\b/g, '<cursor>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, '<time>');
  return `${status} ${text}`;
}

/** Paths of errors with one of these codes. */
function refusedAt(body: string, codes: RegExp): string[] {
  const paths: string[] = [];
  JSON.parse(body, (_, value: unknown) => {
    const { code, path, extensions } = (value ?? {}) as {
      code?: string;
      path?: string[];
      extensions?: { code?: string; path?: string[] };
    };
    if (codes.test(code ?? '') && path && path.length > 0) paths.push(placeOf(path));
    if (codes.test(extensions?.code ?? '') && extensions?.path)
      paths.push(placeOf(extensions.path));
    return value;
  });
  return paths;
}

/** Path of a text in the input; all entries of a list share one. */
function placeOf(path: readonly string[]): string {
  return path.filter((step) => !/^\d+$/.test(step)).join('.');
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
