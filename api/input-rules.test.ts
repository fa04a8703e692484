import { describe, expect, test } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLScalarType,
  getNamedType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parseValue,
} from 'graphql';
import { fieldNames } from '../schema/field-names.ts';
import { RefusedValue } from '../schema/refused-value.ts';
import { gather, platformSchema } from './app.ts';
import { modules } from './modules.ts';
import { Refusal } from './platform/common/errors.ts';
import { type InputRule, refusalOf } from './platform/operation/input-errors.ts';
import { faultsOf, latinWordsOf } from './testing/message-faults.ts';

const schema = platformSchema();
const { messages } = gather(modules);

/** Every rule of every class of inputs and arguments. class-validator has no method that lists them. */
const rules = [
  ...(
    getMetadataStorage() as unknown as {
      validationMetadatas: ReadonlyMap<unknown, readonly (InputRule & { type: string })[]>;
    }
  ).validationMetadatas.values(),
]
  .flat()
  // Rules of presence and of nested inputs refuse nothing themselves.
  .filter(({ type }) => type === 'customValidation');

const customScalars = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLScalarType => isScalarType(type) && !isSpecifiedScalarType(type),
);

/** Faults of the message of a refusal, in both languages. */
function faultsIn(refusal: Refusal): string[] {
  if (!messages.codes().includes(refusal.code)) return [`${refusal.code} has no message`];
  return (['en', 'zh-CN'] as const).flatMap((locale) => {
    const { message } = messages.userError(refusal, locale);
    return [
      ...faultsOf(message, locale),
      ...(message.includes('—') ? [`${message} lacks a value`] : []),
      ...(locale === 'zh-CN' ? latinWordsOf(message, schema) : []),
    ].map((fault) => `${refusal.code} in ${locale}: ${fault}`);
  });
}

describe('a rule of an input', () => {
  test('has a code with a message in both languages that shows no pattern and no English', () => {
    const faults = rules.flatMap((rule) => faultsIn(refusalOf(rule, '2026-02-30', [])));
    expect([...new Set(faults)]).toEqual([]);
    expect(rules.length).toBeGreaterThan(300);
  });

  test('with a pattern carries a code of its own', () => {
    const patterns = rules.filter(({ name }) => name === 'matches');
    expect(patterns.filter(({ context }) => !context)).toEqual([]);
    expect(patterns.length).toBeGreaterThan(5);
    expect(() => refusalOf({ name: 'matches', propertyName: 'code' }, 'x', [])).toThrow('no code');
  });

  test('states its field and its limit as params', () => {
    const told = new Map(
      rules.map((rule) => {
        const { code, params } = refusalOf(rule, '2026-02-30', []);
        return [code, Object.keys(params).sort().join()] as const;
      }),
    );
    expect(Object.fromEntries(told)).toMatchObject({
      TOO_SMALL: 'field,min',
      TOO_LARGE: 'field,max',
      TOO_FEW: 'field,min',
      TOO_MANY: 'field,max',
      ITEM_REPEATED: 'field',
      TEXT_TOO_LONG: 'field,lengthMax',
      TEXT_EMPTY: 'field',
      TEXT_HAS_CONTROL_CHARACTERS: 'field',
    });
  });
});

describe('a scalar of the API', () => {
  const wrong: readonly unknown[] = [
    '',
    'x',
    '1e3',
    '1.005',
    '9999999999999999',
    '99999999999999999',
    '2026-01-01',
    '2026-02-30',
    '2026-13',
    '2200-01',
    '24:00',
    '2026-02-30T09:00',
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2200-01-01T00:00:00Z',
    1.5,
    true,
  ];

  test.each(customScalars)(
    '%s refuses each wrong value with a code in both languages',
    (scalar) => {
      // A value of one scalar may be wrong for the others only.
      const refusals = wrong
        .flatMap((value) => [
          refusedBy(() => scalar.parseValue(value)),
          refusedBy(() => scalar.parseLiteral(parseValue(JSON.stringify(value)))),
        ])
        .filter((refusal) => refusal !== null);
      expect(refusals.flatMap(faultsIn)).toEqual([]);
      expect(refusals.length).toBeGreaterThan(10);
    },
  );

  function refusedBy(attempt: () => unknown): Refusal | null {
    try {
      attempt();
      return null;
    } catch (error) {
      if (!(error instanceof RefusedValue)) throw error;
      return new Refusal(error.code, { field: 'amount', ...error.params });
    }
  }
});

test('each field that a message can name has words in both languages', () => {
  const named = new Set(rules.map(({ propertyName }) => propertyName));
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) addNamed(named, Object.values(type.getFields()));
    if (!isObjectType(type)) continue;
    for (const { args } of Object.values(type.getFields())) addNamed(named, args);
  }
  expect([...named].filter((name) => !Object.hasOwn(fieldNames, name))).toEqual([]);
});

/** Adds the fields whose value can be refused for its form: texts and custom scalars. */
function addNamed(
  named: Set<string>,
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
): void {
  for (const { name, type } of fields) {
    const inner = getNamedType(type);
    if (inner.name === 'String' || (isScalarType(inner) && !isSpecifiedScalarType(inner)))
      named.add(name);
  }
}
