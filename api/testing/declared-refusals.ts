import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { getNamedType, type GraphQLSchema, isInputObjectType } from 'graphql';

/** A function, class or constant at the top level of a source file. */
interface Declaration {
  readonly file: string;
  readonly name: string;
  /** The doc comment from "Refuses" on, without remarks in brackets. */
  readonly refuses: string;
  readonly body: string;
  /** Other declarations that the body names. */
  readonly uses: Set<string>;
}

/**
 * What the services of the modules declare: a doc comment says "Refuses with A, B, and as `book`
 * does."
 */
export class DeclaredRefusals {
  private readonly declarations = new Map<string, Declaration>();

  /** @param codes All codes of the catalogue. */
  constructor(
    root: string,
    private readonly codes: ReadonlySet<string>,
  ) {
    const files = globSync('api/**/*.ts', { cwd: root })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => !/\.test\.ts$|\.generated\.|^api\/(testing|run|bench)\//.test(file));
    for (const file of files.sort()) this.read(file, readFileSync(join(root, file), 'utf8'));
  }

  /** Codes that a mutation declares. Null when no function or several have its name. */
  of(mutation: string): string[] | null {
    const declaration = this.serviceOf(mutation);
    return declaration && [...this.codesOf(declaration)].sort();
  }

  /** Codes in a declaration of a mutation that are in no catalogue. */
  unknownIn(mutation: string): string[] {
    const text = this.serviceOf(mutation)?.refuses ?? '';
    return [...text.matchAll(/\b[A-Z]{3,}(?:_[A-Z]+)*\b/g)].flatMap(([code]) =>
      this.codes.has(code) ? [] : [code],
    );
  }

  /**
   * Codes that the functions behind a mutation throw and its declaration lacks, with the function.
   * The functions of the platform are the same for all mutations, and are left out.
   */
  undeclaredIn(mutation: string): string[] {
    const declaration = this.serviceOf(mutation);
    if (!declaration) return [];
    const declared = this.codesOf(declaration);
    return this.reachedFrom(declaration).flatMap(({ name, body }) =>
      [...body.matchAll(/new Refusal\(\s*'([A-Z_]+)'/g)].flatMap(([, code = '']) =>
        declared.has(code) ? [] : [`${mutation}: ${code} of ${name}`],
      ),
    );
  }

  private serviceOf(mutation: string): Declaration | null {
    const found = [...this.declarations.values()].filter(
      ({ name, refuses, body }) => name === mutation && refuses && /\bctx: Context/.test(body),
    );
    return found.length === 1 ? found[0]! : this.serviceOfResolver(mutation);
  }

  /** The service behind the method of a resolver, where it has another name than the mutation. */
  private serviceOfResolver(mutation: string): Declaration | null {
    for (const { body, uses } of this.declarations.values()) {
      const [method] = new RegExp(`^  async ${mutation}\\([\\s\\S]*?^  \\}`, 'm').exec(body) ?? [];
      if (!method) continue;
      for (const id of uses) {
        const used = this.declarations.get(id);
        if (used?.refuses && method.includes(`${used.name}(`)) return used;
      }
    }
    return null;
  }

  private codesOf(declaration: Declaration, seen = new Set<Declaration>()): Set<string> {
    if (seen.has(declaration)) return new Set();
    seen.add(declaration);
    const codes = new Set<string>();
    for (const [word] of declaration.refuses.matchAll(/\b\w+\b/g)) {
      if (this.codes.has(word)) codes.add(word);
      else if (/^[a-z]/.test(word))
        for (const other of this.named(word, declaration))
          for (const code of this.codesOf(other, seen)) codes.add(code);
    }
    return codes;
  }

  /** The declaration that a word of a doc comment means: of the file or of its imports, or the one. */
  private named(word: string, { file, uses }: Declaration): Declaration[] {
    const all = [...this.declarations].filter(([, { name, refuses }]) => name === word && refuses);
    const near = all.filter(([id, other]) => uses.has(id) || other.file === file);
    return (near.length > 0 ? near : all.length === 1 ? all : []).map(([, other]) => other);
  }

  private reachedFrom(start: Declaration): Declaration[] {
    const reached = new Set([start]);
    for (const declaration of reached) {
      for (const id of declaration.uses) {
        const used = this.declarations.get(id);
        if (used && !used.file.startsWith('api/platform/') && !detached.has(used.name))
          reached.add(used);
      }
    }
    return [...reached];
  }

  private read(file: string, text: string): void {
    const imported = importsOf(file, text);
    const starts = [...text.matchAll(declarationStart)];
    const own = new Set(starts.map(([, name]) => name!));
    for (const [index, start] of starts.entries()) {
      const chunk = text.slice(start.index, starts[index + 1]?.index);
      const [doc = ''] = /^\/\*\*[\s\S]*?\*\//.exec(chunk) ?? [];
      const body = chunk.slice(doc.length);
      const name = start[1]!;
      const refuses = /\bRefuses\b[\s\S]*/.exec(doc.replaceAll(/\n \* ?/g, ' '))?.[0] ?? '';
      this.declarations.set(`${file}#${name}`, {
        file,
        name,
        refuses: refuses.replaceAll(/\([^)]*\)/g, ''),
        body,
        uses: usesIn(body, file, own, imported),
      });
    }
  }
}

/**
 * The codes of all mutations, as `api/refusals.generated.ts` has them. A mutation with an
 * idempotency key also refuses a key that was used otherwise.
 */
export function declaredRefusals(
  schema: GraphQLSchema,
  declared: DeclaredRefusals,
): Record<string, string[]> {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  return Object.fromEntries(
    fields
      .map(({ name, args: [input] }): [string, string[]] => {
        const type = input && getNamedType(input.type);
        const hasKey = isInputObjectType(type) && 'idempotencyKey' in type.getFields();
        const codes = new Set([...(declared.of(name) ?? []), ...(hasKey ? [keyReused] : [])]);
        return [name, [...codes].sort()];
      })
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

const keyReused = 'IDEMPOTENCY_KEY_REUSED';

/** Work after the commit of a mutation: its refusals do not reach the caller. */
const detached = new Set(['carryOrders', 'bookLegs']);

const declarationStart =
  /^(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?(?:async |abstract )?(?:function|const|class) (\w+)/gm;

/** Imported names with the declarations that they mean; namespaces end in `#`. */
function importsOf(file: string, text: string): Map<string, string> {
  const imported = new Map<string, string>();
  const at = (path: string) => normalize(join(dirname(file), path)).replaceAll('\\', '/');
  for (const [, names = '', path = ''] of text.matchAll(/^import \{([^}]*)\} from '(\.[^']+)'/gm)) {
    for (const part of names.split(',')) {
      const [, name, alias] = /^(\w+)(?: as (\w+))?$/.exec(part.trim()) ?? [];
      if (name) imported.set(alias ?? name, `${at(path)}#${name}`);
    }
  }
  for (const [, name = '', path = ''] of text.matchAll(/^import \* as (\w+) from '(\.[^']+)'/gm))
    imported.set(name, `${at(path)}#`);
  return imported;
}

function usesIn(
  body: string,
  file: string,
  own: ReadonlySet<string>,
  imported: ReadonlyMap<string, string>,
): Set<string> {
  const uses = new Set<string>();
  for (const [, name = '', member] of body.matchAll(/\b([A-Za-z]\w*)\b(?:\.(\w+))?/g)) {
    const id = imported.get(name) ?? (own.has(name) ? `${file}#${name}` : null);
    if (id) uses.add(id.endsWith('#') ? `${id}${member}` : id);
  }
  return uses;
}
