import { enumOfWords } from '../described-enum.ts';

/**
 * OAuth scopes that limit an app. `read` allows looking at an area and `write` changing it;
 * permission to change includes permission to look. A scope opens nothing by itself: it limits the
 * permissions of the account behind the token. The page `/scopes` lists what each one covers. These
 * words appear on the sign-in page, where people read them before they consent.
 */
export const scopes = {
  'coins:read': { en: 'See time coins and service hours', zh: '查看时间币和服务时长' },
  'coins:write': {
    en: 'Transfer and redeem time coins, and keep the accounts',
    zh: '转移和兑换时间币，办理记账',
  },
  'communities:read': { en: 'See communities and teams', zh: '查看社区和服务队' },
  'communities:write': { en: 'Set up communities and teams', zh: '设置社区和服务队' },
  'impact:read': { en: 'See statistics of all communities', zh: '查看各社区的统计数据' },
  'impact:write': {
    en: 'Set the smallest number of people that statistics show',
    zh: '设定统计数据显示的最少人数',
  },
  'organisation:read': {
    en: 'See roles, apps and the audit log',
    zh: '查看角色、应用和审计记录',
  },
  'organisation:write': { en: 'Manage roles, apps and keys', zh: '管理角色、应用和密钥' },
  'people:read': { en: 'See elders and volunteers', zh: '查看老人和志愿者' },
  'people:write': {
    en: 'Register elders and volunteers and correct their details',
    zh: '登记和更正老人、志愿者信息',
  },
  'requests:read': { en: 'See service requests and visits', zh: '查看服务订单和上门服务' },
  'requests:write': {
    en: 'Open and accept requests, record and certify visits',
    zh: '下单、接单、上门和认证',
  },
} as const;

/** A scope in the form of OAuth, which the code and the database use: `requests:read`. */
export type Scope = keyof typeof scopes;

export const allScopes = Object.keys(scopes) as readonly Scope[];

/** The GraphQL enum: `REQUESTS_READ` for `requests:read`. */
export const Scope = enumOfWords(
  'Scope',
  'Limit of an app, an API key or a trusted issuer. A scope to write includes the scope to read. OAuth has another form of each name, such as `requests:read` for `REQUESTS_READ`; the page `/scopes` lists both. New values may be added: show the name of an unknown one.',
  Object.fromEntries(
    allScopes.map((scope) => [scope, `${scopes[scope].en}. \`${scope}\` in OAuth.`]),
  ) as Record<Scope, string>,
);

export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopes, text);
}
