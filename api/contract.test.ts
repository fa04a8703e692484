import { describe, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLObjectType, isObjectType } from 'graphql';
import { platformSchema } from './app.ts';

/** Rules of the published contract, for whatever comes later. The golden file shows its text. */
const types = Object.values(platformSchema().getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const fields = types.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({
    name: `${type.name}.${field.name}`,
    type: getNamedType(field.type).name,
    description: field.description ?? '',
  })),
);

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
});

/** Types that show the id of another one. Their resolvers encode it. */
const views: ReadonlySet<string> = new Set([
  'Credential',
  'FoundationMembership',
  'Invitation',
  'LinkedIssuer',
]);
