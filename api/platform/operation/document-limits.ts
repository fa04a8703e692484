import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type ProtocolError, protocolError, shortened } from '../common/errors.ts';
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
export function sourceError(source: string): ProtocolError | null {
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
    return protocolError('NESTING_LIMIT', 400, {
      count: deepest,
      limit: limits.documentNestingMax,
    });
  if (lines > limits.documentLinesMax)
    return protocolError('DOCUMENT_LINES_LIMIT', 400, {
      count: lines,
      limit: limits.documentLinesMax,
    });
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
        protocolError('FRAGMENT_LIMIT', 400, { count: fragments, limit: limits.fragmentsMax }),
      ];
    // Only the last fragment of a name is measured, but all of them are validated.
    const { doubled } = this;
    if (doubled)
      return [
        protocolError('GRAPHQL_VALIDATION_FAILED', 400, {
          detail: shortened(`There can be only one fragment named "${doubled}".`),
        }),
      ];
    const depth = valueDepthOf(document);
    if (depth > limits.valueDepthMax)
      return [protocolError('VALUE_DEPTH_LIMIT', 400, { limit: limits.valueDepthMax })];
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
      : protocolError('GRAPHQL_VALIDATION_FAILED', 400, {
          detail: shortened(`Cannot spread fragment "${this.cycle}" within itself.`),
        });
  }

  errorsOf(root: Root): GraphQLError[] {
    const size = this.sizeOf(root.selectionSet);
    size.directives += root.directives?.length ?? 0;
    this.selections += size.selections;
    // Beyond this limit the other figures are meaningless.
    if (this.selections > limits.selectionsMax)
      return [
        protocolError('SELECTION_LIMIT', 400, { limit: limits.selectionsMax }, { nodes: root }),
      ];
    const rootFields = root.kind === 'OperationDefinition' ? size.fields : 0;
    const bounded: [code: string, count: number, limit: number][] = [
      ['DEPTH_LIMIT', size.depth, limits.depthMax],
      ['ALIAS_LIMIT', size.aliases, limits.aliasesMax],
      ['DIRECTIVE_LIMIT', size.directives, limits.directivesMax],
      ['ROOT_FIELD_LIMIT', rootFields, limits.rootFieldsMax],
    ];
    const errors = bounded
      .filter(([, count, limit]) => count > limit)
      .map(([code, count, limit]) => protocolError(code, 400, { count, limit }, { nodes: root }));
    if (errors.length > 0) return errors;
    this.pairs += this.pairsIn([root.selectionSet]);
    if (this.pairs <= limits.fieldPairsMax) return [];
    return [protocolError('FIELD_REPEATED_LIMIT', 400, {}, { nodes: root })];
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
