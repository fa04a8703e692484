import type { Messages } from './messages.ts';

/**
 * Messages of violations of the protocol. Their readers write clients, so names of the API stand in
 * them. `{detail}` is the English text of the GraphQL library. A Chinese message leaves it out; the
 * param `detail` holds it.
 */
export const protocolMessages: Messages = {
  GRAPHQL_PARSE_FAILED: {
    en: '{detail}',
    zh: '查询的语法有误。请开发人员按参数 detail 的说明修改后重新发送。',
  },
  GRAPHQL_VALIDATION_FAILED: {
    en: '{detail}',
    zh: '查询与接口的定义不符。请刷新页面后重试；如仍出现，请开发人员按参数 detail 的说明修改。',
  },
  BAD_USER_INPUT: {
    en: '{detail}',
    zh: '填写的内容与接口要求的类型不符。请检查后重试；如仍出现，请开发人员按参数 detail 的说明修改。',
  },
  BAD_REQUEST: {
    en: '{detail}',
    zh: '请求的格式不符合要求。请开发人员按参数 detail 的说明修改后重新发送。',
  },
  'BAD_REQUEST/QUERY_MISSING': {
    en: 'The operation is missing. Send it as the text query.',
    zh: '请求中没有操作。请把操作放在 query 中发送。',
  },
  'BAD_REQUEST/VARIABLES_NOT_OBJECT': {
    en: 'The variables are not a JSON object. Send them as one.',
    zh: '变量不是 JSON 对象。请以 JSON 对象的形式发送 variables。',
  },
  'BAD_REQUEST/DOCUMENT_ID_NOT_TEXT': {
    en: 'The documentId is not a text. Send it as sha256: and 64 hexadecimal digits.',
    zh: 'documentId 不是文本。请以 sha256: 加 64 位十六进制数字的形式发送。',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    en: 'This API stores no queries of callers. Send the query itself, or the documentId of a trusted document.',
    zh: '接口不保存调用方的查询。请直接发送 query，或发送可信文档的 documentId。',
  },
  OPERATION_RESOLUTION_FAILURE: {
    en: 'The document holds a number of operations. Name one of them in operationName.',
    zh: '文档中有多个操作。请在 operationName 中写明要执行的操作。',
  },
  'OPERATION_RESOLUTION_FAILURE/UNKNOWN': {
    en: 'The document has no operation {name}. Correct operationName.',
    zh: '文档中没有操作 {name}。请更正 operationName。',
  },
  MUTATION_OVER_GET: {
    en: 'Mutations require POST. Send the same request with it.',
    zh: '变更操作必须使用 POST 发送。',
  },
  SUBSCRIPTION_OVER_HTTP: {
    en: 'Subscriptions need another transport. Use WebSocket at /graphql or SSE at /graphql/stream.',
    zh: '订阅需要另一种传输方式。请使用 /graphql 的 WebSocket，或 /graphql/stream 的 SSE。',
  },
  BAD_SUBSCRIPTION: {
    en: 'A subscription has exactly one field, and that has a feed. Open one subscription for each.',
    zh: '一个订阅只能有一个可订阅的字段。请为每个字段分别订阅。',
  },
  FEED_BROKEN: {
    en: 'The feed failed. Subscribe again with your last cursor.',
    zh: '实时推送中断。请用最后收到的游标重新订阅。',
  },
  DOCUMENT_UNKNOWN: {
    en: 'No client of this platform has registered a document with that id. Send the document itself as query.',
    zh: '平台上没有应用登记过这个编号的文档。请把文档本身放在 query 中发送。',
  },
  DOCUMENT_NOT_TRUSTED: {
    en: 'Only trusted documents run with a token of the app {app}. Add the document to the client and build it, or sign in with another app.',
    zh: '应用 {app} 的令牌只能执行它登记过的文档。请把文档加入该应用并重新构建，或用其他应用登录。',
  },
  COST_LIMIT: {
    en: 'The query costs {cost}; the limit is {limit}. Request smaller pages (first) or fewer fields.',
    zh: '查询的成本为 {cost}，上限为 {limit}。请减小每页数量（first），或少选一些字段。',
  },
  'COST_LIMIT/INTROSPECTION': {
    en: 'The query selects more than the whole schema. Use the usual introspection query, or GET /schema.graphql.',
    zh: '查询选取的内容超过了整个接口定义。请使用通常的内省查询，或读取 /schema.graphql。',
  },
  'OVERLOADED/INTROSPECTION': {
    en: 'Too many new introspection queries arrived recently. Try again in {retryAfterSeconds} s, use the usual introspection query, or GET /schema.graphql.',
    zh: '近期新的内省查询过多。请在 {retryAfterSeconds} 秒后重试，使用通常的内省查询，或读取 /schema.graphql。',
  },
  INTROSPECTION_MIXED: {
    en: 'Introspection and data are mixed in one operation. Query the schema in a separate operation, or select less of it.',
    zh: '一个操作中混合了内省和数据。请分成两个操作查询，或少选一些接口定义。',
  },
  'NOT_ACCEPTABLE/EVENT_STREAM': {
    en: 'This address answers with events. Send the header Accept: text/event-stream.',
    zh: '这个地址以事件流返回。请发送请求头 Accept: text/event-stream。',
  },
  NESTING_LIMIT: {
    en: 'The document has brackets within brackets {count, plural, one {# level} other {# levels}} deep; {limit} are allowed. Ask for the inner part in a query of its own.',
    zh: '文档中的括号嵌套了 {count} 层，最多允许 {limit} 层。请把内层部分放到单独的查询中。',
  },
  DOCUMENT_LINES_LIMIT: {
    en: 'The document has {count, plural, one {# line} other {# lines}}; {limit} are allowed. Leave out empty lines and comments, and send long texts as variables.',
    zh: '文档有 {count} 行，最多允许 {limit} 行。请删去空行和注释，并把长文字放到变量中。',
  },
  FRAGMENT_LIMIT: {
    en: 'The document has {count, plural, one {# fragment} other {# fragments}}; {limit} are allowed. Split it.',
    zh: '文档有 {count} 个片段，最多允许 {limit} 个。请拆分文档。',
  },
  VALUE_DEPTH_LIMIT: {
    en: 'A value or type is more than {limit, plural, one {# level} other {# levels}} deep. No argument of this API takes such a value: see the schema for its type.',
    zh: '某个值或类型嵌套超过 {limit} 层。接口的任何参数都不接受这样的值，请查看接口定义。',
  },
  VARIABLES_LIMIT: {
    en: 'The variables contain more than {limit} values. Split them over several operations.',
    zh: '变量中的值超过 {limit} 个。请分多次发送。',
  },
  SELECTION_LIMIT: {
    en: 'With its fragments in place the document selects more than {limit, plural, one {# field} other {# fields}}. Spread each fragment fewer times, or ask in several operations.',
    zh: '展开片段后，文档选取的字段超过 {limit} 个。请减少片段的使用次数，或分多次查询。',
  },
  DEPTH_LIMIT: {
    en: 'The query is {count, plural, one {# level} other {# levels}} deep; {limit} are allowed. Ask for the inner part in a query of its own.',
    zh: '查询嵌套了 {count} 层，最多允许 {limit} 层。请把内层部分放到单独的查询中。',
  },
  ALIAS_LIMIT: {
    en: 'The query has more aliases than allowed: {count} of {limit}. Split it, or use nodes.',
    zh: '查询有 {count} 个别名，最多允许 {limit} 个。请拆分查询，或使用 nodes。',
  },
  DIRECTIVE_LIMIT: {
    en: 'The query has {count, plural, one {# directive} other {# directives}}; {limit} are allowed. Split it.',
    zh: '查询有 {count} 个指令，最多允许 {limit} 个。请拆分查询。',
  },
  ROOT_FIELD_LIMIT: {
    en: 'The operation has {count, plural, one {# root field} other {# root fields}}; {limit} are allowed. Split it.',
    zh: '操作有 {count} 个根字段，最多允许 {limit} 个。请拆分操作。',
  },
  FIELD_REPEATED_LIMIT: {
    en: 'The document asks for the same fields too many times. Ask for each field once in a place.',
    zh: '文档重复选取同一字段的次数过多。请在每处只选取一次。',
  },
  METRICS_CLOSED: {
    en: 'Metrics are for programs on the same machine. Set LINLI_METRICS_TOKEN, and send it as Authorization: Bearer <token>.',
    zh: '运行指标只向本机程序提供。请设置 LINLI_METRICS_TOKEN，并以 Authorization: Bearer <token> 发送。',
  },
  'UNAUTHENTICATED/METRICS': {
    en: 'Send the value of LINLI_METRICS_TOKEN as Authorization: Bearer <token>.',
    zh: '请以 Authorization: Bearer <token> 发送 LINLI_METRICS_TOKEN 的值。',
  },
  TOO_MANY_SOCKETS: {
    en: 'This token already has {count, plural, one {# open connection} other {# open connections}}. Close some, or run several subscriptions on one WebSocket.',
    zh: '这个令牌已有 {count} 个打开的连接。请关闭一些，或在一个 WebSocket 上运行多个订阅。',
  },
  TOO_MANY_OPERATIONS: {
    en: 'This socket already has {limit} operations in flight. Complete some of them first.',
    zh: '这个连接上已有 {limit} 个操作在进行。请先等其中一些完成。',
  },
};
