import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { TextProperties } from '../../../schema/text.ts';
import { normalisedText, type TextForm } from '../../../schema/typed-text.ts';

/**
 * Strings that no person types, by the name of the field or argument. They stay unchanged, since
 * they are compared byte by byte with the values of a program, a key store or another system.
 */
export const untypedTexts: Readonly<Record<string, string>> = {
  after: 'A cursor, made by the platform.',
  idempotencyKey: "A program's own id for a call.",
  currentPassword: 'Every character of a password counts; passwords have a rule of their own.',
  newPassword: 'As currentPassword.',
  csv: 'A file. Its cells are normalised one by one, when it is read.',
  csvBase64: 'As csv.',
  origins: 'Addresses of programs, compared byte by byte by browsers.',
  redirectUris: 'As origins; RFC 9700 asks for exact comparison.',
  issuer: 'An address that stands in tokens; OpenID Connect compares it byte by byte.',
  audience: 'As issuer.',
  jwksUri: 'As issuer.',
  accountClaim: 'The name of a claim in tokens of another issuer.',
  subject: "What another issuer's tokens name an account by, byte by byte.",
};

/** Texts with a special form, by the name of the field or argument, at any place. */
const formsByName: Readonly<Record<string, TextForm>> = {
  phone: 'PHONE',
  holderPhone: 'PHONE',
  administratorPhone: 'PHONE',
  identityNumber: 'IDENTITY_NUMBER',
  language: 'LANGUAGE',
  languages: 'LANGUAGE',
  rule: 'RECURRENCE_RULE',
  doorCode: 'DOOR_CODE',
  slug: 'CODE',
  code: 'CODE',
  kindCode: 'CODE',
  templateCode: 'CODE',
  qualificationCodes: 'CODE',
  rulePack: 'CODE',
  timeZone: 'CODE',
};

/**
 * Inputs in which null means no change. An empty text is different: if it is not allowed, it is
 * refused, instead of a success that changed nothing.
 */
const changing = /^(Adjust|Change|Correct|Rename)/;

/** A text with a limit up to this length is one line, such as a name. Longer ones are notes. */
const lineLengthMax = 200;

/**
 * Normal form of a String of the API. Null for strings that no person types, and for other types.
 */
export function textFormOf({
  name,
  type,
  extensions,
}: GraphQLArgument | GraphQLInputField): TextForm | null {
  if (getNamedType(type).name !== 'String' || Object.hasOwn(untypedTexts, name)) return null;
  const { lengthMax } = (extensions['text'] ?? {}) as Partial<TextProperties>;
  return (
    formsByName[name] ?? (lengthMax !== undefined && lengthMax > lineLengthMax ? 'LINES' : 'LINE')
  );
}

/**
 * Normalises typed text in the arguments of every field. A text that is then empty becomes null if
 * null is allowed, and leaves a list. In inputs that change something it stays empty, which removes
 * the old value or is refused.
 */
export function normaliseTypedText(schema: GraphQLSchema): void {
  const plans: Plans = new Map();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) normaliseArguments(field, plans);
  }
}

function normaliseArguments(field: GraphQLField<unknown, unknown>, plans: Plans): void {
  const plan = planOf(field.args, plans);
  const { resolve } = field;
  if (plan.size === 0 || !resolve) return;
  field.resolve = (row, parameters, context, info) =>
    resolve(row, changed(parameters, plan), context, info);
}

type Change = (value: unknown) => unknown;
/** Changes of fields by name; unchanged fields are left out. */
type Plan = Map<string, Change>;
type Plans = Map<GraphQLInputObjectType, Plan>;

function planOf(
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  plans: Plans,
  keepsEmpty = false,
): Plan {
  const plan: Plan = new Map();
  for (const field of fields) {
    const change = changeOf(field, plans, keepsEmpty);
    if (change) plan.set(field.name, change);
  }
  return plan;
}

function changeOf(
  field: GraphQLArgument | GraphQLInputField,
  plans: Plans,
  keepsEmpty: boolean,
): Change | null {
  const named = getNamedType(field.type);
  if (isInputObjectType(named)) {
    const plan = plans.get(named) ?? new Map<string, Change>();
    if (!plans.has(named)) {
      // Stored before its fields are visited, since a type may contain itself.
      plans.set(named, plan);
      for (const [name, change] of planOf(
        Object.values(named.getFields()),
        plans,
        changing.test(named.name),
      ))
        plan.set(name, change);
    }
    if (plan.size === 0) return null;
    return inLists(field.type, (value) => changed(value as Record<string, unknown>, plan));
  }
  const form = textFormOf(field);
  if (!form) return null;
  const write: Change = (text) => normalisedText(text as string, form);
  if (isListType(isNonNullType(field.type) ? field.type.ofType : field.type)) {
    return (list) =>
      (list as unknown[] | null | undefined)?.map(write).filter((text) => text !== '') ?? list;
  }
  const missing = isNonNullType(field.type) || keepsEmpty ? '' : null;
  return (text) => (typeof text === 'string' ? write(text) || missing : text);
}

function inLists(type: GraphQLInputType, change: Change): Change {
  const nullable = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
  if (!isListType(nullable))
    return (value) => (value === null || value === undefined ? value : change(value));
  const inner = inLists(nullable.ofType as GraphQLInputType, change);
  return (value) => (Array.isArray(value) ? value.map(inner) : value);
}

/** Returns a copy, since prepared documents share their constants among all calls. */
function changed<Values extends object>(values: Values, plan: Plan): Values {
  const copy = { ...values } as Record<string, unknown>;
  for (const [name, change] of plan) {
    if (name in copy) copy[name] = change(copy[name]);
  }
  return copy as Values;
}
