import { newId } from '../../schema/ids.ts';
import {
  csvLengthMax,
  type ImportPeopleInput,
  type ImportReport,
} from '../../schema/people/person-inputs.ts';
import { lengthOf } from '../../schema/text.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { type ImportedLine, type LineProblem, readTable, textOfFile } from './people-csv.ts';
import { sealedRow } from './person-details.ts';
import { type Likeness, twinsAmong, twinsOf } from './duplicates.ts';

/**
 * Imports people from a table, all or none. A dry run makes the same checks and writes nothing. The
 * number of statements does not depend on the number of lines.
 * Refuses with CSV_MISSING, NOT_ALLOWED, and as readCsv and textOfFile do.
 */
export async function importPeople(ctx: Context, input: ImportPeopleInput): Promise<ImportReport> {
  const text = textOf(input);
  if (lengthOf(text) > csvLengthMax)
    throw new Refusal('TEXT_TOO_LONG', { field: 'csv', lengthMax: csvLengthMax }, ['input', 'csv']);
  const { lines, problems, count, headings } = readTable(text, ctx.nowMs());
  return ctx.mutate<ImportReport>(
    { operation: 'importPeople', input, action: 'person:import' },
    async (tx) => {
      const communities = await communitiesOf(tx, lines);
      await authorizeAll(tx, communities);
      const people: NewPerson[] = [];
      for (const line of lines) {
        const found = communities.get(line.community) ?? [];
        if (found.length === 1) people.push({ ...line, id: newId(), communityId: found[0]!.id });
        else problems.push(communityProblem(line, found));
      }
      const twins = await duplicates(tx, people, input.allowDuplicate);
      const all = [
        ...problems,
        ...twins.map((twin) => ({
          ...twin,
          column: headings.get(columnOf[twin.likeness]) ?? twin.likeness,
        })),
      ];
      if (all.length === 0 && !input.isDryRun) await write(tx, people);
      // A table that was not written is checked again: its problems may be gone, or new.
      else tx.runAgainOnRepeat();
      return {
        isDryRun: input.isDryRun,
        lines: count,
        elders: lines.filter(({ kind }) => kind === 'ELDER').length,
        volunteers: lines.filter(({ kind }) => kind === 'VOLUNTEER').length,
        problems: all
          .sort((left, right) => left.line - right.line)
          .map(({ line, column, refusal }) => {
            const { code, message } = ctx.services.messages.userError(
              refusal,
              ctx.locale,
              ctx.timeZone,
            );
            return { line, column, code, message };
          }),
      };
    },
  );
}

type NewPerson = ImportedLine & { id: string; communityId: string };

interface FoundCommunity {
  id: string;
  slug: string;
  name: string;
  district: string;
}

/**
 * Communities in which the caller may register people, by the names in the lines. The short name is
 * unique; the full name may not be. A missing and a forbidden community give the same error.
 */
async function communitiesOf(
  tx: MutationTransaction,
  lines: readonly ImportedLine[],
): Promise<Map<string, FoundCommunity[]>> {
  const names = [...new Set(lines.map(({ community }) => community))];
  const slugs = names.map((name) => name.toLowerCase());
  const rows = await tx.rows<FoundCommunity>(selectCommunities, { slugs, names });
  const allowed = rows.filter(({ id }) => tx.caller.allows('person:import', { communityId: id }));
  return new Map(
    names.map((called) => {
      const bySlug = allowed.filter(({ slug }) => slug === called.toLowerCase());
      return [called, bySlug.length > 0 ? bySlug : allowed.filter(({ name }) => name === called)];
    }),
  );
}

function communityProblem(
  { line, community }: ImportedLine,
  found: readonly FoundCommunity[],
): LineProblem {
  const refusal =
    found.length === 0
      ? new Refusal('COMMUNITY_UNKNOWN', { name: community })
      : new Refusal('COMMUNITY_AMBIGUOUS', {
          name: community,
          candidates: found.map(({ slug, district }) => `${slug} (${district})`).join(', '),
        });
  return { line, column: 'community', refusal };
}

/**
 * Writes one audit entry for each community of the import, and one for the foundation without a
 * community. Refuses callers who may import nowhere.
 */
async function authorizeAll(
  tx: MutationTransaction,
  communities: ReadonlyMap<string, readonly FoundCommunity[]>,
): Promise<void> {
  const named = new Set(
    [...communities.values()].filter(({ length }) => length === 1).map(([only]) => only!.id),
  );
  for (const communityId of named) {
    await tx.authorize('person:import', { communityId }, { kind: 'community', id: communityId });
  }
  if (named.size > 0) return;
  const own = tx.actor.grants.map(({ communityId }) => communityId).filter((id) => id !== null);
  const communityId =
    own.find((id) => tx.caller.allows('person:import', { communityId: id })) ?? own[0] ?? null;
  const about = communityId
    ? { kind: 'community', id: communityId }
    : { kind: 'foundation', id: tx.foundationId };
  await tx.authorize('person:import', { communityId }, about);
}

/** Duplicates inside the table and against the foundation, reported by line number only. */
async function duplicates(
  tx: MutationTransaction,
  people: readonly NewPerson[],
  allowDuplicate: boolean,
): Promise<Duplicate[]> {
  if (people.length === 0) return [];
  const isRefused = ({ likeness }: { likeness: Likeness }): boolean =>
    likeness === 'identity_number' || !allowDuplicate;
  const inFile = twinsAmong(people).filter(isRefused);
  const onRecord = (await twinsOf(tx, people)).filter(isRefused);
  const lineAt = (index: number): number => people[index]!.line;
  return [
    ...inFile.map(({ index, likeness, firstIndex }) =>
      duplicate(lineAt(index), 'DUPLICATE_IN_FILE', likeness, { line: lineAt(firstIndex) }),
    ),
    ...onRecord.map(({ index, likeness }) =>
      duplicate(lineAt(index), 'DUPLICATE_ON_RECORD', likeness),
    ),
  ];
}

interface Duplicate {
  line: number;
  likeness: Likeness;
  refusal: Refusal;
}

function duplicate(
  line: number,
  code: string,
  likeness: Likeness,
  params: Record<string, number> = {},
): Duplicate {
  return { line, likeness, refusal: new Refusal(code, { ...params, what: likeness }) };
}

const columnOf = { identity_number: 'identityNumber', phone: 'phone', name: 'name' } as const;

/** The table as text. An empty text field beside a file is ignored. Refuses with CSV_MISSING. */
function textOf({ csv, csvBase64 }: ImportPeopleInput): string {
  const isGiven = (value: unknown): boolean => value !== null && value !== undefined;
  if ((csv && csvBase64) || (!isGiven(csv) && !isGiven(csvBase64)))
    throw new Refusal('CSV_MISSING', {}, ['input', 'csv']);
  return csvBase64 ? textOfFile(csvBase64) : (csv ?? '');
}

async function write(tx: MutationTransaction, people: readonly NewPerson[]): Promise<void> {
  const of = (rows: readonly object[]) => ({ rows: JSON.stringify(rows) });
  await tx.rows(insertPeople, of(people));
  await tx.rows(
    insertDetails,
    of(
      people
        .filter(
          ({ phone, address, identityNumber, healthNotes }) =>
            phone ?? address ?? identityNumber ?? healthNotes,
        )
        .map((person) => ({
          id: person.id,
          communityId: person.communityId,
          ...sealedRow(tx, person),
        })),
    ),
  );
  const withId = (kind: string): object[] =>
    people
      .filter((person) => person.kind === kind)
      .map((person) => ({ ...person, personId: person.id, id: newId() }));
  await tx.rows(insertElders, of(withId('ELDER')));
  await tx.rows(insertVolunteers, of(withId('VOLUNTEER')));
  for (const part of tx.caller.services.dataSubjectHandlers) await part.begin?.(tx, people);
}

const selectCommunities = statement(
  'people.selectCommunities',
  `select id, slug, name, district from community where foundation_id = :foundationId and (slug = any (:slugs) or name = any (:names)) order by slug`,
);
const insertPeople = statement(
  'people.insertPeople',
  `insert into person (foundation_id, id, community_id, name, birth_year, has_smartphone)
   select :foundationId, id, "communityId", name, "birthYear", "hasSmartphone" from jsonb_to_recordset(:rows::jsonb)
     as p (id uuid, "communityId" uuid, name text, "birthYear" int, "hasSmartphone" boolean)`,
);
const insertDetails = statement(
  'people.insertDetails',
  `insert into person_detail (foundation_id, id, community_id, phone_sealed, phone_index, address_sealed, identity_number_sealed, identity_number_index, health_notes_sealed)
   select :foundationId, id, "communityId", decode(phone, 'hex'), decode("phoneIndex", 'hex'), decode(address, 'hex'), decode("identityNumber", 'hex'),
     decode("identityNumberIndex", 'hex'), decode("healthNotes", 'hex') from jsonb_to_recordset(:rows::jsonb)
     as p (id uuid, "communityId" uuid, phone text, "phoneIndex" text, address text, "identityNumber" text, "identityNumberIndex" text, "healthNotes" text)`,
);
const insertElders = statement(
  'people.insertElders',
  `insert into elder (foundation_id, id, community_id, person_id, display_name, lives_alone)
   select :foundationId, id, "communityId", "personId", "displayName", "livesAlone" from jsonb_to_recordset(:rows::jsonb)
     as p (id uuid, "communityId" uuid, "personId" uuid, "displayName" text, "livesAlone" boolean)`,
);
const insertVolunteers = statement(
  'people.insertVolunteers',
  `insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted)
   select :foundationId, id, "communityId", "personId", "displayName", false from jsonb_to_recordset(:rows::jsonb)
     as p (id uuid, "communityId" uuid, "personId" uuid, "displayName" text)`,
);
