import type { IdPrefix } from '../../../schema/ids.ts';
import { newKey } from '../test-platform.ts';
import { argumentsOf, type RootField, type Filling, type IdPlace } from './root-fields.ts';
import { type Hidden, nobodysId } from './canaries.ts';

/** A caller that probes every root field, and the canaries hidden from it. */
export interface Prober {
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
  rootField: RootField,
  values: Record<string, unknown>,
) => Promise<{ status: number; body: string }>;

/**
 * A feed without a cursor begins now and is empty. A second query therefore moves the returned
 * cursor to the beginning of the log, so that the feed delivers all of it.
 */
export function fromTheBeginning(send: Send): Send {
  return async (rootField, values) => {
    const answer = await send(rootField, values);
    const cursor =
      rootField.parameters.some(({ name }) => name === 'after') &&
      /\bf1[0-9a-f]{16}/.exec(answer.body)?.[0];
    return cursor ? send(rootField, { ...values, after: `${cursor}${'0'.repeat(11)}` }) : answer;
  };
}

/**
 * Probes every root field with every hidden id. Gives one sentence for each leak: a hidden row in
 * an answer, or an answer that differs from that for an id without a row.
 */
export async function findings(
  prober: Prober,
  rootFields: readonly RootField[],
  accepted: Accepted,
): Promise<string[]> {
  const found: string[] = [];
  const reads = rootFields.filter(({ operation }) => operation === 'query');
  for (const part of chunks(reads, atOnce)) {
    found.push(
      ...(
        await Promise.all(part.map((rootField) => findingsAt(prober, rootField, accepted)))
      ).flat(),
    );
  }
  // Mutations run sequentially, so that none changes the answers of another probe.
  for (const rootField of rootFields.filter(({ operation }) => operation !== 'query')) {
    found.push(...(await findingsAt(prober, rootField, accepted)));
  }
  return found;
}

/**
 * Finds accepted values of root fields: slugs, days, phone numbers, and the noun of ambiguous ids.
 * The caller should have wide permissions.
 */
export async function calibrate(
  caller: Prober,
  rootFields: readonly RootField[],
  accepted: Accepted = { texts: new Map(), nouns: new Map() },
): Promise<Accepted> {
  for (const rootField of rootFields.filter(({ operation }) => operation !== 'subscription')) {
    // Each round moves a noun or a text on to its next value, so it ends.
    for (;;) {
      const { body } = await caller.send(
        rootField,
        argumentsOf(rootField, fillingOf(caller, rootField, accepted)),
      );
      const wrongNouns = refusedAt(body, /^INVALID_ID$/).filter((path) =>
        nextNoun(rootField, path, accepted),
      );
      const wrongTexts = refusedAt(body, /^(TEXT_.*|.*_INVALID|INVALID_(?!ID).*)$/);
      for (const path of wrongTexts) {
        const key = `${rootField.name}:${path}`;
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
function nextNoun(rootField: RootField, path: string, { nouns }: Accepted): boolean {
  const place = rootField.idPlaces.find((each) => each.path.join('.') === path);
  const key = `${rootField.name}:${path}`;
  const next = place?.prefixes[place.prefixes.indexOf(nouns.get(key) ?? place.prefixes[0]!) + 1];
  if (next) nouns.set(key, next);
  else nouns.delete(key);
  return next !== undefined;
}

/** Nouns to probe at an id argument: one, where calibration saw the others refused. */
export function nounsAt(
  rootField: RootField,
  accepted: Accepted,
  place: IdPlace,
): readonly IdPrefix[] {
  const noun = nounAt(rootField, accepted, place.path);
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
  '13900000001',
  'Asia/Shanghai',
  '1.00',
  'sample@example.org',
  'https://example.org',
  '110101194501010014',
  '09:00',
  'FREQ=WEEKLY;BYDAY=MO',
];

async function findingsAt(
  prober: Prober,
  rootField: RootField,
  accepted: Accepted,
): Promise<string[]> {
  const found: string[] = [];
  const isFeed = rootField.operation === 'subscription';
  if (rootField.operation !== 'mutation' || rootField.idPlaces.length === 0 || prober.isThorough) {
    const plain = await prober.send(
      rootField,
      argumentsOf(rootField, fillingOf(prober, rootField, accepted)),
    );
    found.push(...leaks(prober, rootField, plain.body));
  }
  const places = rootField.idPlaces.filter(
    ({ path }) => prober.isThorough || !path.includes('actingFor'),
  );
  const tries = places.flatMap((place) =>
    (prober.isThorough ? place.prefixes : nounsAt(rootField, accepted, place)).flatMap((prefix) =>
      (prober.hidden.ids.get(prefix) ?? []).map((id) => async () => {
        const asking = ask(prober, rootField, accepted, place, id);
        if (!isFeed) await asking;
        const [theirs, nobodys] = await Promise.all([
          asking,
          ask(prober, rootField, accepted, place, nobodysId(prefix)),
        ]);
        found.push(...leaks(prober, rootField, theirs.body, id));
        const isKnown =
          knownDifferences[`${rootField.name}(${place.path.join('.')})`] === prober.hidden.border;
        if (!isKnown && normalized(theirs) !== normalized(nobodys)) {
          found.push(
            `${prober.name} learns at ${rootField.name}(${place.path.join('.')}) that there is such a ${prefix}: ${normalized(theirs)} / ${normalized(nobodys)}`,
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
  prober: Prober,
  rootField: RootField,
  accepted: Accepted,
  place: IdPlace,
  id: string,
): Promise<{ status: number; body: string }> {
  // A mutation returns little; for a list the rows are selected too.
  return prober.send(
    {
      ...rootField,
      document: rootField.operation === 'mutation' ? rootField.glance : rootField.brief,
    },
    argumentsOf(rootField, fillingOf(prober, rootField, accepted, { place, id })),
  );
}

function fillingOf(
  prober: Prober,
  rootField: RootField,
  accepted: Accepted,
  tried?: Filling['tried'],
): Filling {
  return {
    // A successful mutation of own rows would change the outcome of later probes.
    own: (prefixes, path) => {
      const prefix = nounAt(rootField, accepted, path) ?? prefixes[0]!;
      return (
        (rootField.operation === 'mutation' && !tried ? undefined : prober.own.get(prefix)) ??
        nobodysId(prefix)
      );
    },
    text: (path) =>
      path.at(-1) === 'idempotencyKey' ? newKey() : textAt(rootField, accepted, path),
    ...(tried && { tried }),
  };
}

export function nounAt(
  { name }: RootField,
  { nouns }: Accepted,
  path: readonly string[],
): IdPrefix | undefined {
  return nouns.get(`${name}:${path.join('.')}`);
}

export function textAt({ name }: RootField, { texts }: Accepted, path: readonly string[]): string {
  return texts.get(`${name}:${path.join('.')}`) ?? sampleTexts[0]!;
}

/** Known differences between a hidden id and one without a row, by border, each with its reason. */
const knownDifferences: Readonly<Record<string, Hidden['border']>> = {
  // Foundations in clearing are public, see below.
  'sendCoins(input.toFoundationId)': 'foundation',
  // Coins can be sent to every account number in the foundation, as in a bank.
  'transferCoins(input.toAccountId)': 'community',
};

/** Public data: the foundations that take part in clearing, and nothing else of them. */
const published: Readonly<Record<string, readonly IdPrefix[]>> = {
  clearingPartners: ['foundation'],
};

function isPublished({ hidden }: Prober, { name }: RootField, mark: string): boolean {
  return (published[name] ?? []).some((prefix) =>
    hidden.ids.get(prefix)?.some((id) => id.endsWith(`_${mark}`)),
  );
}

/** Canaries in an answer. The id that was sent may be echoed. */
function leaks(prober: Prober, rootField: RootField, body: string, sent = ''): string[] {
  const suffix = sent.split('_')[1];
  for (const fault of faultsOfQuestion) {
    if (body.includes(`"code":"${fault}"`))
      throw new Error(`A probe asks ${rootField.name} wrongly: ${body.slice(0, 600)}`);
  }
  const tokens = new Set(body.match(/[0-9a-hjkmnp-tv-z]{26}|[0-9a-f]{8}-[0-9a-f-]{27}/g));
  for (const mark of prober.hidden.marks) {
    if (mark === suffix || isPublished(prober, rootField, mark)) continue;
    const isThere = /^[0-9a-z-]{26,36}$/.test(mark) ? tokens.has(mark) : body.includes(mark);
    if (isThere) return [`${prober.name} sees ${mark} at ${rootField.name}`];
  }
  return [];
}

/** A request refused for its form proves nothing. */
const faultsOfQuestion = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'DATE_TIME_INVALID',
  'AMOUNT_INVALID',
  'COST_LIMIT',
  'DEPTH_LIMIT',
  'ALIAS_LIMIT',
  'INTERNAL',
  'BUSY',
];

/** The whole answer, normalized: ids by order of appearance, times, cursors. */
export function normalized({ status, body }: { status: number; body: string }): string {
  const seen = new Map<string, string>();
  const name = (id: string): string => {
    if (!seen.has(id)) seen.set(id, `<${seen.size}>`);
    return seen.get(id)!;
  };
  const text = body
    .replaceAll(/\b[a-z]+_[0-9a-hjkmnp-tv-z]{26}\b/g, name)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, name)
    .replaceAll(/p1_[\w-]+|\bf1[0-9a-z]{27}\b/g, '<cursor>')
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, '<time>');
  return `${status} ${text}`;
}

/** Paths of errors with one of these codes. */
function refusedAt(body: string, codes: RegExp): string[] {
  const paths: string[] = [];
  JSON.parse(body, (_, value: unknown) => {
    // Errors of mutations, and extensions of errors of fields.
    const { code, path } = (value ?? {}) as { code?: string; path?: string[] };
    if (codes.test(code ?? '') && path && path.length > 0) paths.push(placeOf(path));
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
