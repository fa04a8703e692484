import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { limits } from '../common/limits.ts';

/**
 * Errors of a document that exceeds the limits of an operation, found before any other work.
 * Validation, cost, scopes, lookahead and compilation take time by the size of the document after
 * its fragment spreads are expanded. A document of 790 bytes can expand to millions of fields. This
 * check takes time linear in the bytes, since each fragment is measured once.
 */
export function documentErrors(document: DocumentNode): GraphQLError[] {
  const size = new DocumentSize(document);
  const errors = size.ownErrors();
  if (errors.length > 0) return errors;
  const roots = size.roots();
  const cycle = size.cycleError();
  return cycle ? [cycle] : roots.flatMap((root) => size.errorsOf(root));
}

/**
 * Error of a source text that is not worth parsing. The parser recurses for each nested bracket, so
 * a deep text could exhaust the stack. Each error states its line, for which all lines before it
 * are counted.
 */
export function sourceError(source: string): GraphQLError | null {
  let lines = 1;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < source.length; at += 1) {
    switch (source.charCodeAt(at)) {
      case 0x0a: // Line feed
      case 0x0d: // Carriage return
        lines += 1;
        break;
      case 0x22: // "
        ({ at, lines } = behindString(source, at, lines));
        break;
      case 0x23: // #
        while (at + 1 < source.length && !isLineEnd(source.charCodeAt(at + 1))) at += 1;
        break;
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        deepest = Math.max(deepest, depth);
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
  }
  if (deepest > limits.documentNestingMax)
    return refusal(
      'NESTING_LIMIT',
      `The document has brackets within brackets ${deepest} levels deep, ${limits.documentNestingMax} are allowed. Ask for the inner part in a query of its own.`,
    );
  if (lines > limits.documentLinesMax)
    return refusal(
      'DOCUMENT_LINES_LIMIT',
      `The document has ${lines} lines, ${limits.documentLinesMax} are allowed. Leave out empty lines and comments, and send long texts as variables.`,
    );
  return null;
}

/**
 * Position of the last character of the string that begins at `start`, and the lines up to there.
 */
function behindString(
  source: string,
  start: number,
  linesBefore: number,
): { at: number; lines: number } {
  const quote = source.startsWith('"""', start) ? '"""' : '"';
  let lines = linesBefore;
  for (let at = start + quote.length; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (isLineEnd(code)) {
      lines += 1;
      // Unterminated; the parser reports it.
      if (quote.length === 1) return { at, lines };
    } else if (source.startsWith(quote, at)) return { at: at + quote.length - 1, lines };
  }
  return { at: source.length, lines };
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Size of a selection after its fragment spreads are expanded. */
interface Size {
  depth: number;
  aliases: number;
  directives: number;
  selections: number;
  /** Fields of the selection itself, without nested ones. */
  fields: number;
}

const nothing: Size = { depth: 0, aliases: 0, directives: 0, selections: 0, fields: 0 };

type Root = OperationDefinitionNode | FragmentDefinitionNode;

class DocumentSize {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly operations: OperationDefinitionNode[] = [];
  private readonly measured = new Map<string, Size>();
  private readonly inProgress = new Set<string>();
  private cycle: string | null = null;
  /** Name of a fragment that is defined twice. */
  private doubled: string | null = null;
  /** Sum over all operations, since all of them are validated. */
  private selections = 0;
  private pairs = 0;

  constructor(private readonly document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === 'FragmentDefinition') this.addFragment(definition);
      if (definition.kind === 'OperationDefinition') this.operations.push(definition);
    }
  }

  private addFragment(fragment: FragmentDefinitionNode): void {
    const name = fragment.name.value;
    if (this.fragments.has(name)) this.doubled = name;
    this.fragments.set(name, fragment);
  }

  /** Errors in the document as written, before expansion. */
  ownErrors(): GraphQLError[] {
    const { document } = this;
    const fragments = document.definitions.filter(
      ({ kind }) => kind === 'FragmentDefinition',
    ).length;
    if (fragments > limits.fragmentsMax)
      return [
        refusal(
          'FRAGMENT_LIMIT',
          `The document has ${fragments} fragments, ${limits.fragmentsMax} are allowed. Split it into several.`,
        ),
      ];
    // Only the last fragment of a name is measured, but all of them are validated.
    const { doubled } = this;
    if (doubled)
      return [
        refusal('GRAPHQL_VALIDATION_FAILED', `There can be only one fragment named "${doubled}".`),
      ];
    const depth = valueDepthOf(document);
    if (depth > limits.valueDepthMax)
      return [
        refusal(
          'VALUE_DEPTH_LIMIT',
          `A value or type in the document is ${depth} levels deep, ${limits.valueDepthMax} are allowed. No argument of this API takes such a value: see the schema for its type.`,
        ),
      ];
    return [];
  }

  /** All operations, and the fragments that none of them spreads, since they are validated too. */
  roots(): Root[] {
    for (const operation of this.operations) this.sizeOf(operation.selectionSet);
    const idle = [...this.fragments.values()].filter(({ name }) => !this.measured.has(name.value));
    for (const { name } of idle) this.sizeOfFragment(name.value);
    return [...this.operations, ...idle];
  }

  /**
   * A fragment that includes itself has no size. Validation reports this too, but only after
   * expensive work.
   */
  cycleError(): GraphQLError | null {
    return this.cycle === null
      ? null
      : refusal(
          'GRAPHQL_VALIDATION_FAILED',
          `Cannot spread fragment "${this.cycle}" within itself.`,
        );
  }

  errorsOf(root: Root): GraphQLError[] {
    const size = this.sizeOf(root.selectionSet);
    size.directives += root.directives?.length ?? 0;
    this.selections += size.selections;
    // Beyond this limit the other figures are meaningless.
    if (this.selections > limits.selectionsMax)
      return [
        refusal(
          'SELECTION_LIMIT',
          `With its fragments in place the document selects more than ${limits.selectionsMax} fields. Spread each fragment fewer times, or ask in several operations.`,
          root,
        ),
      ];
    const tooMuch: [boolean, string, string][] = [
      [
        size.depth > limits.depthMax,
        'DEPTH_LIMIT',
        `The query is ${size.depth} levels deep, ${limits.depthMax} are allowed. Ask for the inner part in a query of its own.`,
      ],
      [
        size.aliases > limits.aliasesMax,
        'ALIAS_LIMIT',
        `The query has ${size.aliases} aliases, ${limits.aliasesMax} are allowed. Split it, or use nodes(ids:).`,
      ],
      [
        size.directives > limits.directivesMax,
        'DIRECTIVE_LIMIT',
        `The query has ${size.directives} directives, ${limits.directivesMax} are allowed. Split it.`,
      ],
      [
        root.kind === 'OperationDefinition' && size.fields > limits.rootFieldsMax,
        'ROOT_FIELD_LIMIT',
        `The operation has ${size.fields} root fields, ${limits.rootFieldsMax} are allowed. Split it.`,
      ],
    ];
    const errors = tooMuch
      .filter(([isExceeded]) => isExceeded)
      .map(([, code, text]) => refusal(code, text, root));
    if (errors.length > 0) return errors;
    this.pairs += this.pairsIn([root.selectionSet]);
    if (this.pairs <= limits.fieldPairsMax) return [];
    return [
      refusal(
        'FIELD_REPEATED_LIMIT',
        'The document asks for the same fields too many times. Ask for each field once in a place.',
        root,
      ),
    ];
  }

  private sizeOf(selectionSet: SelectionSetNode): Size {
    const size = { ...nothing };
    for (const selection of selectionSet.selections) {
      size.selections += 1;
      size.directives += selection.directives?.length ?? 0;
      if (selection.kind === 'Field') {
        size.fields += 1;
        if (selection.alias) size.aliases += 1;
        const below = selection.selectionSet ? this.sizeOf(selection.selectionSet) : nothing;
        include(size, below);
        size.depth = Math.max(size.depth, below.depth + 1);
      } else {
        const inner =
          selection.kind === 'InlineFragment'
            ? this.sizeOf(selection.selectionSet)
            : this.sizeOfFragment(selection.name.value);
        include(size, inner);
        size.fields = capped(size.fields + inner.fields);
        size.depth = Math.max(size.depth, inner.depth);
      }
    }
    return size;
  }

  private sizeOfFragment(name: string): Size {
    const known = this.measured.get(name);
    if (known) return known;
    const fragment = this.fragments.get(name);
    if (this.inProgress.has(name)) this.cycle = name;
    // Validation rejects an unknown fragment; here its size is zero.
    if (!fragment || this.inProgress.has(name)) return nothing;
    this.inProgress.add(name);
    const size = this.sizeOf(fragment.selectionSet);
    this.inProgress.delete(name);
    this.measured.set(name, size);
    return size;
  }

  /**
   * Comparisons that validation makes to see whether fields can be merged. In each selection it
   * compares all fields of one response name pairwise, with their arguments as text.
   */
  private pairsIn(places: readonly SelectionSetNode[]): number {
    const byName = new Map<string, FieldNode[]>();
    for (const place of places) this.gather(place, byName);
    let pairs = 0;
    for (const fields of byName.values()) {
      const others = fields.length - 1;
      if (others > 0) for (const field of fields) pairs += (others * weightOf(field)) / 2;
      const below = fields.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
      if (below.length > 0) pairs += this.pairsIn(below);
      if (pairs > limits.fieldPairsMax) break;
    }
    return pairs;
  }

  private gather({ selections }: SelectionSetNode, byName: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      if (selection.kind === 'Field') {
        const name = (selection.alias ?? selection.name).value;
        const fields = byName.get(name);
        if (fields) fields.push(selection);
        else byName.set(name, [selection]);
        continue;
      }
      const inner =
        selection.kind === 'InlineFragment' ? selection : this.fragments.get(selection.name.value);
      if (inner) this.gather(inner.selectionSet, byName);
    }
  }
}

function include(whole: Size, part: Size): void {
  whole.aliases = capped(whole.aliases + part.aliases);
  whole.directives = capped(whole.directives + part.directives);
  whole.selections = capped(whole.selections + part.selections);
}

/** Far above every limit, and far below the largest safe integer. */
function capped(count: number): number {
  return Math.min(count, 1_000_000);
}

/** Arguments are compared as text, so a long one costs as much as many short ones. */
function weightOf({ arguments: given }: FieldNode): number {
  const [first] = given ?? [];
  const last = given?.at(-1);
  return 1 + ((last?.loc?.end ?? 0) - (first?.loc?.start ?? 0)) / 16;
}

/** Depth of the deepest value or type of a document: `[[Int]]` has two levels. */
function valueDepthOf(document: DocumentNode): number {
  let deepest = 0;
  const waiting: { node: object; depth: number }[] = [{ node: document, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const kind = (next.node as { kind?: unknown }).kind;
    const depth =
      kind === 'ListValue' || kind === 'ObjectValue' || kind === 'ListType'
        ? next.depth + 1
        : next.depth;
    deepest = Math.max(deepest, depth);
    for (const [key, node] of Object.entries(next.node))
      if (typeof node === 'object' && node !== null && key !== 'loc')
        waiting.push({ node: node as object, depth });
  }
  return deepest;
}

function refusal(code: string, message: string, node?: Root): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: node }),
    extensions: { code, http: { status: 400 } },
  });
}
