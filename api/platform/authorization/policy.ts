import type { Actor } from './actor.ts';
import { Refusal } from '../common/errors.ts';

/** Facts about the resource of an action. Each rule reads the facts that it needs. */
export type Resource = Record<string, string | readonly string[] | boolean | null | undefined>;

export type Rule = (actor: Actor, subject: Resource) => boolean;

/**
 * Policy table: action to rule names, of which one must hold. It is data, so that a golden file can
 * show it as a table.
 */
export type PolicyTable<RuleName extends string = string> = Record<string, readonly RuleName[]>;

/** Declares the policy of a module. The type ensures that every rule it names exists. */
export function policy<RuleName extends string>(_rules: Record<RuleName, Rule>) {
  return <const Table extends PolicyTable<RuleName>>(table: Table): Table => table;
}

/**
 * An area of OAuth scopes. `area:read` covers its reads; `area:write` covers actions that begin
 * with one of these words.
 */
export interface ScopeArea {
  readonly types: readonly string[];
  readonly actions: readonly string[];
}

/** Policies, rules and scopes of all modules, as the composition root collects them. */
export class Permissions {
  private readonly actions = new Map<string, readonly string[]>();
  private readonly rules = new Map<string, Rule>();
  private readonly areaOfAction = new Map<string, string>();
  readonly scopeOfType = new Map<string, string>();

  addScopes(areas: Record<string, ScopeArea>): void {
    for (const [area, { types, actions }] of Object.entries(areas)) {
      for (const type of types) this.scopeOfType.set(type, `${area}:read`);
      for (const action of actions) this.areaOfAction.set(action, area);
    }
  }

  /**
   * Scope that an action requires. Null for an action in no area, which no limited token may do.
   */
  scopeOfAction(action: string): string | null {
    const [noun = '', verb] = action.split(':');
    const area = this.areaOfAction.get(noun);
    if (!area) return null;
    return verb === 'read' ? `${area}:read` : `${area}:write`;
  }

  addRules(rules: Record<string, Rule>): void {
    for (const [name, rule] of Object.entries(rules)) this.rules.set(name, rule);
  }

  addPolicy(table: PolicyTable): void {
    for (const [action, names] of Object.entries(table)) {
      if (this.actions.has(action))
        throw new Error(`Action ${action} is in two policies: remove it from one.`);
      this.actions.set(action, names);
    }
  }

  /** Actions and rules, sorted. The source of `authorization.golden.txt`. */
  table(): [string, readonly string[]][] {
    return [...this.actions].sort(([left], [right]) => (left < right ? -1 : 1));
  }

  allows(actor: Actor, action: string, subject: Resource): boolean {
    return isInScope(actor, this.scopeOfAction(action)) && this.rolesAllow(actor, action, subject);
  }

  /** Refuses with SCOPE_MISSING or NOT_ALLOWED. */
  authorize(actor: Actor, action: string, subject: Resource): void {
    this.requireScope(actor, action);
    if (!this.rolesAllow(actor, action, subject)) throw new Refusal('NOT_ALLOWED');
  }

  /** Refuses with SCOPE_MISSING. */
  requireScope(actor: Actor, action: string): void {
    const scope = this.scopeOfAction(action);
    if (!isInScope(actor, scope)) throw new Refusal('SCOPE_MISSING', { scope: scope ?? action });
  }

  private rolesAllow(actor: Actor, action: string, subject: Resource): boolean {
    const names = this.actions.get(action);
    if (!names)
      throw new Error(`Action ${action} is in no policy: add it to the policy of its module.`);
    return names.some((name) => {
      const rule = this.rules.get(name);
      if (!rule)
        throw new Error(
          `Rule ${name} of action ${action} is not defined: add it to the rules of its module.`,
        );
      return rule(actor, subject);
    });
  }
}

/**
 * Whether the actor's token includes the scope. A token without limits (`scopes` is null) includes
 * all.
 */
export function isInScope(actor: Actor, scope: string | null): boolean {
  return actor.scopes === null || (scope !== null && actor.scopes.has(scope));
}
