import {
  GraphQLError,
  type ASTVisitor,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { limits } from '../limits.ts';

/** Bounds on the shape of a document, checked before anything is executed. Each counts spread fragments where they are used. */
export function shapeRules(context: ValidationContext): ASTVisitor {
  return {
    Document: {
      leave(document: DocumentNode) {
        for (const definition of document.definitions) {
          if (definition.kind !== 'OperationDefinition') continue;
          for (const error of shapeErrors(context, definition)) context.reportError(error);
        }
      },
    },
  };
}

interface Shape {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
}

function shapeErrors(context: ValidationContext, operation: OperationDefinitionNode): GraphQLError[] {
  const shape = measure(context, operation);
  const tooMuch: [boolean, string, string][] = [
    [
      shape.depth > limits.depthMax,
      'DEPTH_LIMIT',
      `The query is ${shape.depth} levels deep, ${limits.depthMax} are allowed. Ask for the inner part in a query of its own.`,
    ],
    [
      shape.aliases > limits.aliasesMax,
      'ALIAS_LIMIT',
      `The query has ${shape.aliases} aliases, ${limits.aliasesMax} are allowed. Split it, or use nodes(ids:).`,
    ],
    [
      shape.directives > limits.directivesMax,
      'DIRECTIVE_LIMIT',
      `The query has ${shape.directives} directives, ${limits.directivesMax} are allowed.`,
    ],
    [
      operation.selectionSet.selections.length > limits.rootFieldsMax,
      'ROOT_FIELD_LIMIT',
      `The operation has ${operation.selectionSet.selections.length} root fields, ${limits.rootFieldsMax} are allowed. Split it.`,
    ],
  ];
  return tooMuch
    .filter(([isExceeded]) => isExceeded)
    .map(
      ([, code, message]) =>
        new GraphQLError(message, { nodes: operation, extensions: { code, http: { status: 400 } } }),
    );
}

/** Walks the operation with its fragments unfolded. Fragments are measured once each, so nesting them cannot cost time. */
function measure(context: ValidationContext, operation: OperationDefinitionNode): Shape {
  const measured = new Map<string, Shape>();
  const inProgress = new Set<string>();

  const ofSelections = (selectionSet: SelectionSetNode): Shape => {
    const shape: Shape = { depth: 0, aliases: 0, directives: 0, fields: 0 };
    for (const selection of selectionSet.selections) {
      shape.directives += selection.directives?.length ?? 0;
      if (selection.kind === 'Field') {
        if (selection.alias) shape.aliases += 1;
        shape.fields += 1;
        if (selection.selectionSet) include(shape, ofSelections(selection.selectionSet), 1);
        else shape.depth = Math.max(shape.depth, 1);
      } else if (selection.kind === 'InlineFragment') include(shape, ofSelections(selection.selectionSet), 0);
      else include(shape, ofFragment(selection.name.value), 0);
    }
    return shape;
  };

  const ofFragment = (name: string): Shape => {
    const known = measured.get(name);
    if (known) return known;
    const fragment = context.getFragment(name);
    // Unknown fragments and cycles are refused by the standard rules; here they count as nothing.
    if (!fragment || inProgress.has(name)) return { depth: 0, aliases: 0, directives: 0, fields: 0 };
    inProgress.add(name);
    const shape = ofSelections(fragment.selectionSet);
    inProgress.delete(name);
    measured.set(name, shape);
    return shape;
  };

  const shape = ofSelections(operation.selectionSet);
  shape.directives += operation.directives?.length ?? 0;
  return shape;
}

function include(whole: Shape, part: Shape, levels: number): void {
  whole.depth = Math.max(whole.depth, part.depth + levels);
  whole.aliases += part.aliases;
  whole.directives += part.directives;
  whole.fields += part.fields;
}
