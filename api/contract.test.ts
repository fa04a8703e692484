import { describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLObjectType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { platformSchema } from './app.ts';

/** Rules of the published contract, for whatever comes later. The golden file shows its text. */
const allTypes = Object.values(platformSchema().getTypeMap()).filter(
  ({ name }) => !name.startsWith('__'),
);
const types = allTypes.filter((type): type is GraphQLObjectType => isObjectType(type));
const fields = types.flatMap((type) =>
  Object.values(type.getFields()).map((field) => placeOf(`${type.name}.${field.name}`, field)),
);
/** Arguments, and fields of inputs. */
const inputs = [
  ...types.flatMap((type) =>
    Object.values(type.getFields()).flatMap(({ name, args }) =>
      args.map((argument) => placeOf(`${type.name}.${name}.${argument.name}`, argument)),
    ),
  ),
  ...allTypes
    .filter((type) => isInputObjectType(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => placeOf(`${type.name}.${field.name}`, field)),
    ),
];

function placeOf(
  name: string,
  { type, description }: GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField,
): { name: string; type: string; description: string } {
  return { name, type: getNamedType(type).name, description: description ?? '' };
}

describe('the contract', () => {
  test('shows every id with its type, and no bare UUID', () => {
    const withId = types.filter((type) => type.getFields()['id']);
    expect(withId.length).toBeGreaterThan(40);
    const bare = withId.filter((type) => !type.extensions['idPrefix'] && !views.has(type.name));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test('shows yuan as MoneyAmount and coins as CoinAmount', () => {
    const wrong = fields.filter(
      ({ type, description, name }) =>
        (type === 'CoinAmount' && /\byuan\b/i.test(`${name} ${description}`)) ||
        (type === 'MoneyAmount' && !/\byuan\b/i.test(`${name} ${description}`)),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  test('carries no day, time or month as String', () => {
    const isWrong = ({ name, type, description }: (typeof fields)[number]): boolean =>
      type === 'String' && (calendarNames.test(name) || calendarFormats.test(description));
    expect([...fields, ...inputs].filter(isWrong).map(({ name }) => name)).toEqual([]);
    const before = {
      name: 'Impact.from',
      type: 'String',
      description: 'First day, as YYYY-MM-DD.',
    };
    expect([before, { ...before, description: 'Start, for example `09:00`.' }].every(isWrong)).toBe(
      true,
    );
    expect(isWrong({ ...before, name: 'ClosePeriodInput.month', description: '' })).toBe(true);
  });

  test('carries no code of a refusal, scope or audit action as String', () => {
    const isWrong = ({ name, type, description }: (typeof fields)[number]): boolean =>
      type === 'String' &&
      (/\.(scopes?|action)$/.test(name) ||
        (/\.(code|refusal)$|Code$/.test(name) &&
          /refus|error|reason|stable|waits/i.test(description)));
    expect([...fields, ...inputs].filter(isWrong).map(({ name }) => name)).toEqual([]);
    const before = { name: 'UserError.code', type: 'String', description: 'Stable code.' };
    expect([isWrong(before), isWrong({ ...before, name: 'App.scopes' })]).toEqual([true, true]);
  });

  test('has two mutations for a change and its opposite, and no Boolean that chooses', () => {
    expect(inputs.filter(choosesOpposite).map(({ name }) => name)).toEqual([]);
    const before = [
      { name: 'CloseCoinAccountInput.reopen', type: 'Boolean', description: '' },
      { name: 'VetVolunteerInput.isVetted', type: 'Boolean', description: '' },
      { name: 'LinkAccountInput.accountId', type: 'ID', description: 'Null removes the link.' },
    ];
    expect(before.filter((each) => !choosesOpposite(each))).toEqual([]);
  });

  test('tells clients what to do with an unknown value of an enum that grows', () => {
    const silent = allTypes.filter(
      ({ name, description }) =>
        growing.has(name) && !/New values may be added: /.test(description ?? ''),
    );
    expect(silent).toEqual([]);
    expect(allTypes.filter(({ name }) => growing.has(name)).length).toBe(growing.size);
  });

  test('names the specification of each scalar of days and times', () => {
    const specified = allTypes.filter(
      (type) =>
        isScalarType(type) &&
        !isSpecifiedScalarType(type) &&
        type.specifiedByURL?.startsWith('https://scalars.graphql.org/'),
    );
    expect(specified.map(({ name }) => name).sort()).toEqual([
      'Date',
      'DateTime',
      'LocalDateTime',
      'LocalTime',
      'YearMonth',
    ]);
  });
});

/**
 * Whether an input turns its mutation into the opposite, by its name or description. A field of
 * `Set...Input` is a setting, whose value may be either.
 */
function choosesOpposite({ name, type, description }: (typeof inputs)[number]): boolean {
  const [owner = '', field = ''] = name.split('.');
  const verb = /^[A-Z][a-z]+/.exec(owner)?.[0] ?? '';
  if (!owner.endsWith('Input') || verb === 'Set') return false;
  if (/\b(Null|False) (removes|ends|closes|revokes|withdraws|undoes)\b/.test(description))
    return true;
  const participle = new RegExp(`^(is|has)?${verb}(e?d|[a-z]ed)$`, 'i');
  const opposite = /^(undo|undone|reopen|revoke|remove|unlink|restore|resume|withdraw)([A-Z]|$)/;
  return type === 'Boolean' && (opposite.test(field) || participle.test(field));
}

/** Enums that follow the code: each new feature may add a value. */
const growing: ReadonlySet<string> = new Set([
  'Alarm',
  'AuditAction',
  'CandidateRemarkCode',
  'ErrorCode',
  'RequestEvent',
  'ReviewKind',
  'Scope',
  'ServiceRequestAction',
  'TraceStepCode',
  'TransferKind',
  'VisitAction',
  'VisitFlag',
]);

/** Names of days, times and months. */
const calendarNames =
  /\.(day|date|month|occurrence|since|until|on)$|[a-z](At|On|Since|Until|Day|Date|Month)$/;
/** Written forms of days, times and months, and words for them at the begin of a description. */
const calendarFormats =
  /YYYY|HH:mm|`\d{4}-\d{2}|`\d{2}:\d{2}|\blocal time\b|^((first|last|new|earliest|latest) )?(day|date|month|time of day|start|end|occurrence)s?\b/i;

/** Types that show the id of another one. Their resolvers encode it. */
const views: ReadonlySet<string> = new Set([
  'Credential',
  'FoundationMembership',
  'Invitation',
  'LinkedIssuer',
]);
