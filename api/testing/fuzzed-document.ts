import fc from 'fast-check';
import { type GraphQLSchema, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** Names that generated documents are made of. */
export interface FuzzNames {
  fields: readonly string[];
  parameters: readonly string[];
  types: readonly string[];
}

export function allFieldNames(schema: GraphQLSchema): FuzzNames {
  const types = Object.values(schema.getTypeMap());
  const composite = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = composite.flatMap((type) => Object.values(type.getFields()));
  const query = Object.values(schema.getQueryType()?.getFields() ?? {});
  return {
    // Root fields more often, since documents begin with them.
    fields: [
      ...new Set(fields.map(({ name }) => name)),
      ...query.flatMap(({ name }) => [name, name]),
      '__schema',
      '__type',
      '__typename',
    ],
    parameters: [
      ...new Set(fields.flatMap((field) => field.args.map(({ name }) => name))),
      ...types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields())),
    ],
    types: types.map(({ name }) => name),
  };
}

/**
 * Generates documents from existing names, mostly invalid, with all of GraphQL's syntax: fragments,
 * directives, variables, values of all kinds.
 */
export function fuzzedDocument(namesOf: () => FuzzNames): fc.Arbitrary<string> {
  const pick = (kind: keyof FuzzNames) =>
    fc.nat().map((at) => namesOf()[kind][at % namesOf()[kind].length] as string);
  const fragment = fc.constantFrom('F', 'G', 'H');
  const variable = fc.constantFrom('$a', '$b', '$input', '$ids', '$none');
  const { value, selections } = fc.letrec<{ value: string; selections: string; selection: string }>(
    (tie) => ({
      value: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'value' },
        variable,
        fc.constantFrom(
          'null',
          'true',
          '1',
          '-1',
          '1e400',
          '9999999999999999999',
          '"text"',
          '""',
          '"\\u0000"',
          '"""block"""',
          'ENUM',
          '{}',
          '[]',
          '"9999-12-31T23:59:59-01:00"',
        ),
        fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => JSON.stringify(text)),
        fc.array(tie('value'), { maxLength: 4 }).map((values) => `[${values.join(' ')}]`),
        fc
          .array(fc.tuple(pick('parameters'), tie('value')), { maxLength: 3 })
          .map((fields) => `{${fields.map(([name, each]) => `${name}: ${each}`).join(' ')}}`),
      ),
      selection: fc.oneof(
        { maxDepth: 5, depthIdentifier: 'selection' },
        pick('fields'),
        fragment.map((name) => `...${name}`),
        fc
          .tuple(
            fc.option(fc.constantFrom('x', 'y', '__z')),
            pick('fields'),
            fc.array(fc.tuple(pick('parameters'), tie('value')), { maxLength: 2 }),
            fc.option(fc.constantFrom('@include(if: $a)', '@skip(if: true)', '@none')),
            fc.option(tie('selections')),
          )
          .map(
            ([alias, name, given, directive, below]) =>
              `${alias ? `${alias}: ` : ''}${name}${given.length > 0 ? `(${given.map(([parameter, each]) => `${parameter}: ${each}`).join(' ')})` : ''} ${directive ?? ''} ${below ?? ''}`,
          ),
        fc
          .tuple(pick('types'), tie('selections'))
          .map(([type, below]) => `... on ${type} ${below}`),
      ),
      selections: fc
        .array(tie('selection'), { minLength: 1, maxLength: 5 })
        .map((all) => `{ ${all.join(' ')} }`),
    }),
  );
  const definition = fc
    .tuple(
      variable,
      fc.tuple(pick('types'), fc.constantFrom('', '!')).map((parts) => parts.join('')),
      fc.option(value),
    )
    .map(([name, type, given]) => `${name}: ${type}${given ? ` = ${given}` : ''}`);
  const operation = fc
    .tuple(
      fc.constantFrom('query', 'query A', 'mutation', 'subscription', ''),
      fc.array(definition, { maxLength: 2 }),
      selections,
    )
    .map(
      ([kind, variables, all]) =>
        `${kind}${kind !== '' && variables.length > 0 ? `(${variables.join(' ')})` : ''} ${all}`,
    );
  const part = fc
    .tuple(fragment, pick('types'), selections)
    .map(([name, type, all]) => `fragment ${name} on ${type} ${all}`);
  return fc
    .tuple(operation, fc.array(part, { maxLength: 3 }))
    .map(([first, parts]) => [first, ...parts].join(' '));
}
