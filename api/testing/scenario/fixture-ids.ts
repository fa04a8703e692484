import { encodeId, type IdPrefix } from '../../../schema/ids.ts';
import type { Fixtures } from '../fixtures.ts';

/** Names of fixtures in an input. Each stands for the field with the id: `elder` for `elderId`. */
interface FixtureNames {
  elder?: string;
  volunteer?: string;
  volunteers?: readonly string[];
  person?: string | object;
  community?: string;
  team?: string;
  teams?: readonly string[];
  kind?: string;
}

/** Fields of an input, with names of fixtures in place of ids. */
export type Input = FixtureNames & Record<string, unknown>;

const idFields = {
  elder: 'elderId',
  volunteer: 'volunteerId',
  volunteers: 'volunteerIds',
  person: 'personId',
  community: 'communityId',
  team: 'teamId',
  teams: 'teamIds',
  kind: 'kindId',
} satisfies Record<keyof FixtureNames, string>;

/** Global ids of fixtures by their short names. An unknown name is an error. */
export class FixtureIds {
  constructor(private readonly fixtures: Fixtures) {}

  readonly elder = (name: string): string => this.idOf('elder', 'elders', name);
  readonly volunteer = (name: string): string => this.idOf('volunteer', 'volunteers', name);
  readonly person = (name: string): string => this.idOf('person', 'persons', name);
  readonly community = (name: string): string => this.idOf('community', 'communities', name);
  readonly team = (name: string): string => this.idOf('team', 'teams', name);
  readonly kind = (name: string): string => this.idOf('kind', 'kinds', name);
  readonly coinAccount = (name: string): string => this.idOf('coinacc', 'coinAccounts', name);
  readonly foundation = (name: string): string => this.idOf('foundation', 'foundations', name);
  readonly account = (name: string): string => this.idOf('account', 'accounts', name);

  /**
   * An input with ids in place of names; all other fields stay. A value without `@` in `kind` and
   * an object in `person` are no names. A name beside its id is an error.
   */
  inputOf(input: Input): object {
    for (const [name, id] of Object.entries(idFields))
      if (
        (typeof input[name] === 'string' || Array.isArray(input[name])) &&
        input[id] !== undefined
      )
        throw new Error(`The input has \`${name}\` and \`${id}\`; leave one out.`);
    const { elder, volunteer, volunteers, person, community, team, teams, kind, ...rest } = input;
    return {
      ...(typeof elder === 'string' && { elderId: this.elder(elder) }),
      ...(typeof volunteer === 'string' && { volunteerId: this.volunteer(volunteer) }),
      ...(volunteers && { volunteerIds: volunteers.map(this.volunteer) }),
      ...(typeof person === 'string' ? { personId: this.person(person) } : { person }),
      ...(typeof community === 'string' && { communityId: this.community(community) }),
      ...(typeof team === 'string' && { teamId: this.team(team) }),
      ...(teams && { teamIds: teams.map(this.team) }),
      ...(kind?.includes('@') ? { kindId: this.kind(kind) } : { kind }),
      ...rest,
    };
  }

  private idOf(prefix: IdPrefix, group: keyof Fixtures, name: string): string {
    const uuid = this.fixtures[group][name];
    if (uuid !== undefined) return encodeId(prefix, uuid);
    const known = Object.keys(this.fixtures[group]).join(', ');
    throw new Error(`No fixture in \`${group}\` is called "${name}". Known names: ${known}.`);
  }
}
