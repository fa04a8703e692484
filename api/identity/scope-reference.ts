import { enumNameOf } from '../../schema/described-enum.ts';
import { type Scope, scopes } from '../../schema/identity/scope.ts';
import type { Permissions } from '../platform/authorization/policy.ts';
import { inLanguage, type Locale, type Message } from '../platform/common/messages.ts';
import { markup } from '../platform/server/html.ts';
import type { Reference } from '../platform/server/reference-pages.ts';

/** A scope as `/scopes.json` describes it. */
export interface DescribedScope {
  /** Form of OAuth, in tokens and at sign-in. */
  scope: Scope;
  /** Name in the GraphQL enum `Scope`. */
  enumValue: string;
  /** Address on this server. */
  documentation: string;
  descriptions: Record<Locale, string>;
  /** Types whose fields it lets a token select. */
  types: string[];
  /** Actions that it lets a token take, in the form of the policy: `visit:certify`. */
  actions: string[];
}

/** The list of all scopes: `/scopes.json`, and `/scopes` with an anchor for each scope. */
export function scopeReference(permissions: Permissions): Reference {
  const described = describedScopes(permissions);
  return {
    path: '/scopes',
    json: { scopes: described },
    page: (locale) => pageOf(described, locale),
  };
}

/** Every scope with what it covers. A scope to write covers the types of its area too. */
export function describedScopes(permissions: Permissions): DescribedScope[] {
  const actions = permissions.table().map(([action]) => action);
  return Object.entries(scopes).map(([name, { en, zh }]) => {
    const scope = name as Scope;
    const reading = scope.replace(/:write$/, ':read');
    const covered = new Set([scope, reading]);
    return {
      scope,
      enumValue: enumNameOf(scope),
      documentation: `/scopes#${scope}`,
      descriptions: { en, 'zh-CN': zh },
      types: [...permissions.scopeOfType]
        .flatMap(([type, needed]) => (needed === reading ? [type] : []))
        .sort(),
      actions: actions.filter((action) => covered.has(permissions.scopeOfAction(action) as Scope)),
    };
  });
}

const texts = {
  title: { en: 'OAuth scopes', zh: '权限范围（OAuth scope）' },
  intro: {
    en: 'A scope limits what an app, an API key or a trusted issuer may do for an account. It opens nothing that the account may not do. A scope to write includes the scope to read.',
    zh: '权限范围限定应用、API 密钥或受信任的登录方可以代账号做的事，不会超出账号自身的权限。写权限包含读权限。',
  },
  types: { en: 'Types', zh: '类型' },
  actions: { en: 'Actions', zh: '操作' },
} satisfies Record<string, Message>;

function pageOf(described: readonly DescribedScope[], locale: Locale) {
  const say = (name: keyof typeof texts) => inLanguage(texts[name], locale);
  const sections = described.map(({ scope, enumValue, descriptions, types, actions }) => {
    const names = (list: readonly string[]) => list.map((each) => markup`<code>${each}</code> `);
    return markup`<section id="${scope}"><h2><a href="#${scope}">${scope}</a></h2><p>${descriptions[locale]}</p>
<dl><dt>GraphQL</dt><dd><code>${enumValue}</code></dd>${types.length > 0 && markup`<dt>${say('types')}</dt><dd>${names(types)}</dd>`}${actions.length > 0 && markup`<dt>${say('actions')}</dt><dd>${names(actions)}</dd>`}</dl></section>
`;
  });
  return { title: say('title'), body: markup`<p>${say('intro')}</p>\n${sections}` };
}
