import type { IdPrefix } from '../../../schema/ids.ts';
import { newKey } from '../world.ts';
import { argumentsOf, type Door, type Filling, type IdPlace } from './doors.ts';
import { type Hidden, nobodysId } from './stage.ts';

/** Somebody who tries every door, and what must stay hidden from them. */
export interface Watcher {
  readonly name: string;
  /** Whether they try the places, too, that every change has and that one piece of code reads. */
  readonly isThorough: boolean;
  send(door: Door, values: Record<string, unknown>): Promise<{ status: number; body: string }>;
  readonly own: ReadonlyMap<IdPrefix, string>;
  readonly hidden: Hidden;
}

/** Text that a place accepts, by door and path; found by calibrate(). */
export type Texts = Map<string, string>;

/**
 * Tries every door with every id that is hidden from the watcher, and gives one sentence for each thing learnt: a foreign
 * row in an answer, or an answer that differs from that for an id that nothing has.
 */
export async function findings(watcher: Watcher, doors: readonly Door[], texts: Texts): Promise<string[]> {
  const found: string[] = [];
  const reads = doors.filter(({ operation }) => operation === 'query');
  for (const part of chunks(reads, atOnce)) {
    found.push(...(await Promise.all(part.map((door) => findingsAt(watcher, door, texts)))).flat());
  }
  // A feed is listened to for a moment, which takes as long for all of them as for one.
  const feeds = doors.filter(({ operation }) => operation === 'subscription');
  found.push(...(await Promise.all(feeds.map((door) => findingsAt(watcher, door, texts)))).flat());
  // Changes come one after another, so that none of them makes two answers of another door differ.
  for (const door of doors.filter(({ operation }) => operation === 'mutation')) {
    found.push(...(await findingsAt(watcher, door, texts)));
  }
  return found;
}

/** Finds text that a door accepts: slugs, days, telephone numbers. Whoever calls it should be allowed much. */
export async function calibrate(caller: Watcher, doors: readonly Door[]): Promise<Texts> {
  const texts: Texts = new Map();
  for (const door of doors.filter(({ operation }) => operation !== 'subscription')) {
    for (let attempt = 0; attempt < sampleTexts.length; attempt += 1) {
      const { body } = await caller.send(door, argumentsOf(door, fillingOf(caller, door, texts)));
      const wrong = refusedTexts(body);
      if (wrong.length === 0) break;
      for (const path of wrong) {
        const key = `${door.name}:${path}`;
        const next = sampleTexts[sampleTexts.indexOf(texts.get(key) ?? sampleTexts[0]!) + 1];
        if (next === undefined) throw new Error(`No text is accepted at ${key}: add one to sampleTexts.`);
        texts.set(key, next);
      }
    }
  }
  return texts;
}

const atOnce = 4;

/** Kinds of text that inputs ask for, from the general to the special. */
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

async function findingsAt(watcher: Watcher, door: Door, texts: Texts): Promise<string[]> {
  const found: string[] = [];
  if (door.operation !== 'mutation' || door.idPlaces.length === 0 || watcher.isThorough) {
    const plain = await watcher.send(door, argumentsOf(door, fillingOf(watcher, door, texts)));
    found.push(...leaks(watcher, door, plain.body));
  }
  for (const place of door.idPlaces) {
    if (!watcher.isThorough && place.path.includes('actingFor')) continue;
    for (const prefix of place.prefixes) {
      for (const id of watcher.hidden.ids.get(prefix) ?? []) {
        const theirs = await ask(watcher, door, texts, place, id);
        const nobodys = await ask(watcher, door, texts, place, nobodysId(prefix));
        found.push(...leaks(watcher, door, theirs.body, id));
        if (told(theirs) !== told(nobodys)) {
          found.push(
            `${watcher.name} learns at ${door.name}(${place.path.join('.')}) that there is such a ${prefix}: ${told(theirs)} / ${told(nobodys)}`,
          );
        }
      }
    }
  }
  return found;
}

async function ask(
  watcher: Watcher,
  door: Door,
  texts: Texts,
  place: IdPlace,
  id: string,
): Promise<{ status: number; body: string }> {
  return watcher.send(
    { ...door, document: door.glance },
    argumentsOf(door, fillingOf(watcher, door, texts, { place, id })),
  );
}

function fillingOf(watcher: Watcher, door: Door, texts: Texts, tried?: Filling['tried']): Filling {
  return {
    // A change of one's own things would be made, and nothing that comes after would prove what it says.
    own: ([prefix]) =>
      (door.operation === 'mutation' && !tried ? undefined : watcher.own.get(prefix as IdPrefix)) ??
      nobodysId(prefix as IdPrefix),
    text: (path) =>
      path.at(-1) === 'idempotencyKey' ? newKey() : (texts.get(`${door.name}:${path.join('.')}`) ?? sampleTexts[0]!),
    ...(tried && { tried }),
  };
}

/** What the head bank publishes about foundations that clear with each other: which ones there are. Of nothing else, and nowhere else. */
const published: Readonly<Record<string, readonly IdPrefix[]>> = { clearingPartners: ['foundation'] };

function isPublished({ hidden }: Watcher, { name }: Door, mark: string): boolean {
  return (published[name] ?? []).some((prefix) => hidden.ids.get(prefix)?.some((id) => id.endsWith(`_${mark}`)));
}

/** Marks of hidden rows in an answer. The id that was sent may come back. */
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

/** A question that is refused for its form proves nothing. */
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

/** The whole answer without what differs between any two calls: ids by the order in which they come, times, cursors. */
function told({ status, body }: { status: number; body: string }): string {
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

/** Paths of the texts that were refused for their form. */
function refusedTexts(body: string): string[] {
  const paths: string[] = [];
  JSON.parse(body, (_, value: unknown) => {
    const { code, path, extensions } = (value ?? {}) as {
      code?: string;
      path?: string[];
      extensions?: { code?: string; path?: string[] };
    };
    const isRefused = (text?: string) => /^(INVALID_INPUT|TEXT_.*|.*_INVALID|INVALID_(?!ID).*)$/.test(text ?? '');
    if (isRefused(code) && path && path.length > 0) paths.push(placeOf(path));
    if (isRefused(extensions?.code) && extensions?.path) paths.push(placeOf(extensions.path));
    return value;
  });
  return paths;
}

/** Where in an input a text stands; all entries of a list are filled alike. */
function placeOf(path: readonly string[]): string {
  return path.filter((step) => !/^\d+$/.test(step)).join('.');
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
