import { newId } from '../../schema/ids.ts';
import type { ImportPeopleInput, ImportReport } from '../../schema/people/person-inputs.ts';
import { changeOf } from '../platform/change.ts';
import type { Context, MutationTransaction } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { Refusal } from '../platform/errors.ts';
import { type ImportedLine, type LineProblem, readTable, textOfFile } from './import-table.ts';
import { identityNumberIndex, phoneIndex, sealedRow } from './person-details.ts';

/**
 * Registers people from a table, all or none; a dry run checks the same and writes nothing. The number of statements is the same
 * for one line and for a thousand.
 * Refuses with CSV_MISSING, CSV_ENCODING, CSV_SHAPE, CSV_TOO_LONG, CSV_COLUMN_UNKNOWN, CSV_COLUMN_MISSING, NOT_ALLOWED.
 */
export async function importPeople(ctx: Context, input: ImportPeopleInput): Promise<ImportReport> {
  if (Boolean(input.csv) === Boolean(input.csvBase64)) throw new Refusal('CSV_MISSING', {}, ['input', 'csv']);
  const { lines, problems, count } = readTable(input.csv ?? textOfFile(input.csvBase64!));
  return ctx.mutate<ImportReport>(changeOf('importPeople', input, 'person:import'), async (tx) => {
    const communities = await communitiesOf(tx, lines);
    problems.push(...unknownCommunities(tx, lines, communities), ...(await onRecord(tx, lines)));
    await authorizeAll(tx, lines, communities);
    const people = lines.map((line) => ({ ...line, id: newId(), communityId: communities.get(line.community) ?? '' }));
    if (problems.length === 0 && !input.isDryRun) await write(tx, people);
    return {
      isDryRun: input.isDryRun,
      lines: count,
      elders: people.filter(({ kind }) => kind === 'ELDER').length,
      volunteers: people.filter(({ kind }) => kind === 'VOLUNTEER').length,
      problems: problems
        .sort((left, right) => left.line - right.line)
        .map(({ line, column, refusal }) => {
          const { code, message } = ctx.services.messages.userError(refusal, ctx.locale);
          return { line, column, code, message };
        }),
    };
  });
}

type NewPerson = ImportedLine & { id: string; communityId: string };

/** Communities by their short names, as far as the caller sees them. */
async function communitiesOf(tx: MutationTransaction, lines: readonly ImportedLine[]): Promise<Map<string, string>> {
  const names = [...new Set(lines.map(({ community }) => community))];
  const rows = await tx.rows<{ id: string; slug: string; name: string }>(selectCommunities, [tx.foundationId, names]);
  return new Map(
    rows.flatMap(({ id, slug, name }): [string, string][] => [
      [slug, id],
      [name, id],
    ]),
  );
}

/** A community that is not there, and one that is not the caller's to register people in, are told the same. */
function unknownCommunities(
  tx: MutationTransaction,
  lines: readonly ImportedLine[],
  communities: Map<string, string>,
): LineProblem[] {
  return lines.flatMap(({ line, community }) => {
    const communityId = communities.get(community);
    if (communityId && tx.ctx.allows('person:import', { communityId })) return [];
    return [{ line, column: 'community', refusal: new Refusal('COMMUNITY_UNKNOWN', { name: community }) }];
  });
}

/** The trail holds one entry for each community that people are registered in; somebody who may import nowhere is refused. */
async function authorizeAll(
  tx: MutationTransaction,
  lines: readonly ImportedLine[],
  communities: Map<string, string>,
): Promise<void> {
  const own = tx.actor.grants.map(({ communityId }) => communityId).filter((id) => id !== null);
  const named = [...new Set(lines.map(({ community }) => communities.get(community)))].filter((id) => id !== undefined);
  const allowed = named.filter((communityId) => tx.ctx.allows('person:import', { communityId }));
  for (const communityId of allowed) {
    await tx.authorize('person:import', { communityId }, { kind: 'community', id: communityId });
  }
  if (allowed.length === 0) tx.ctx.authorize('person:import', { communityId: own[0] ?? null });
}

/** Whoever is registered in the foundation already, wherever they live; told by the line, and by nothing else. */
async function onRecord(tx: MutationTransaction, lines: readonly ImportedLine[]): Promise<LineProblem[]> {
  const { vault } = tx.ctx.services;
  const numbered = lines
    .filter(({ identityNumber }) => identityNumber)
    .map(({ line, identityNumber }) => ({
      line,
      what: 'identity_number',
      index: identityNumberIndex(vault, tx.foundationId, identityNumber!).toString('hex'),
      name: null as string | null,
    }));
  const called = lines
    .filter(({ phone }) => phone)
    .map(({ line, phone, name }) => ({
      line,
      what: 'phone',
      index: phoneIndex(vault, tx.foundationId, phone!).toString('hex'),
      name,
    }));
  const found = await tx.acrossCommunities(() =>
    tx.rows<{ line: number; what: string }>(selectOnRecord, [
      tx.foundationId,
      JSON.stringify([...numbered, ...called]),
    ]),
  );
  return found.map(({ line, what }) => ({ line, column: what, refusal: new Refusal('DUPLICATE_ON_RECORD', { what }) }));
}

async function write(tx: MutationTransaction, people: readonly NewPerson[]): Promise<void> {
  const of = (rows: readonly object[]): [string, string] => [tx.foundationId, JSON.stringify(rows)];
  await tx.rows(insertPeople, of(people));
  await tx.rows(
    insertDetails,
    of(
      people
        .filter(({ phone, address, identityNumber, healthNotes }) => phone ?? address ?? identityNumber ?? healthNotes)
        .map((person) => ({ id: person.id, communityId: person.communityId, ...sealedRow(tx, person) })),
    ),
  );
  const withId = (kind: string): object[] =>
    people.filter((person) => person.kind === kind).map((person) => ({ ...person, personId: person.id, id: newId() }));
  await tx.rows(insertElders, of(withId('ELDER')));
  await tx.rows(insertVolunteers, of(withId('VOLUNTEER')));
  for (const part of tx.ctx.services.personalParts) await part.begin?.(tx, people);
}

const selectCommunities = statement(
  'select id, slug, name from community where foundation_id = $1 and (slug = any ($2) or name = any ($2)) order by id desc',
);
const selectOnRecord = statement(
  `select distinct on (s.line) s.line, s.what from jsonb_to_recordset($2::jsonb) as s (line int, what text, index text, name text)
   join person_detail d on d.foundation_id = $1 and (
     s.what = 'identity_number' and d.identity_number_index = decode(s.index, 'hex')
     or s.what = 'phone' and d.phone_index = decode(s.index, 'hex'))
   join person p on p.foundation_id = $1 and p.id = d.id and (s.name is null or p.name = s.name)
   order by s.line, s.what`,
);
const insertPeople = statement(
  `insert into person (foundation_id, id, community_id, name, birth_year, has_smartphone)
   select $1, id, "communityId", name, "birthYear", "hasSmartphone" from jsonb_to_recordset($2::jsonb)
     as p (id uuid, "communityId" uuid, name text, "birthYear" int, "hasSmartphone" boolean)`,
);
const insertDetails = statement(
  `insert into person_detail (foundation_id, id, community_id, phone_sealed, phone_index, address_sealed, identity_number_sealed, identity_number_index, health_notes_sealed)
   select $1, id, "communityId", decode(phone, 'hex'), decode("phoneIndex", 'hex'), decode(address, 'hex'), decode("identityNumber", 'hex'),
     decode("identityNumberIndex", 'hex'), decode("healthNotes", 'hex') from jsonb_to_recordset($2::jsonb)
     as p (id uuid, "communityId" uuid, phone text, "phoneIndex" text, address text, "identityNumber" text, "identityNumberIndex" text, "healthNotes" text)`,
);
const insertElders = statement(
  `insert into elder (foundation_id, id, community_id, person_id, display_name, lives_alone)
   select $1, id, "communityId", "personId", "displayName", "livesAlone" from jsonb_to_recordset($2::jsonb)
     as p (id uuid, "communityId" uuid, "personId" uuid, "displayName" text, "livesAlone" boolean)`,
);
const insertVolunteers = statement(
  `insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted)
   select $1, id, "communityId", "personId", "displayName", false from jsonb_to_recordset($2::jsonb)
     as p (id uuid, "communityId" uuid, "personId" uuid, "displayName" text)`,
);
