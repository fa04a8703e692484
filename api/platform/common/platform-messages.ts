import type { Messages } from './messages.ts';

/** Messages of refusals that every module shares. */
export const platformMessages: Messages = {
  NOT_FOUND: {
    en: 'There is no such {what}, or you may not see it. Check the id.',
    zh: '没有这个{what}，或者您无权查看。请检查编号。',
  },
  NOT_ALLOWED: {
    en: 'Your role does not allow this. Ask your administrator.',
    zh: '您的角色不能做这件事。请联系管理员。',
  },
  SCOPE_MISSING: {
    en: 'This app lacks the scope {scope} that this needs. Ask the administrator of your foundation to grant it.',
    zh: '这个应用缺少权限 {scope}，不能替您做这件事。请联系基金会管理员授权。',
  },
  ACTING_FOR_NOT_ALLOWED: {
    en: 'You may not act for this person: there is no mandate, and your role does not cover them. Record a mandate first, or leave actingFor out.',
    zh: '您不能代此人办理：没有委托授权，您的角色也不覆盖此人。请先登记委托，或去掉 actingFor。',
  },
  VERSION_CONFLICT: {
    en: 'Somebody changed it in the meantime; it is at version {currentVersion} now. Reload it, then try again.',
    zh: '已有人先做了修改，当前版本是 {currentVersion}。请刷新后重试。',
  },
  INVALID_ID: {
    en: 'This is not an id of the type “{what}”. Send the id exactly as the platform gave it.',
    zh: '这不是“{what}”的编号。请原样发送平台给出的编号。',
  },
  TOO_SMALL: { en: 'Enter {min} or more for {field}.', zh: '{field}不能小于 {min}。' },
  TOO_LARGE: { en: 'Enter at most {max} for {field}.', zh: '{field}不能大于 {max}。' },
  TOO_FEW: { en: 'Name {min} or more for {field}.', zh: '{field}至少需要 {min} 项。' },
  TOO_MANY: { en: 'Name at most {max} for {field}.', zh: '{field}最多 {max} 项。' },
  ITEM_REPEATED: {
    en: 'The same entry appears twice in {field}. Remove one.',
    zh: '{field}中有重复项，请删除。',
  },
  TEXT_TOO_LONG: {
    en: 'Shorten {field} to at most {lengthMax, plural, one {# character} other {# characters}}.',
    zh: '{field}超过 {lengthMax} 个字符，请缩短。',
  },
  TEXT_EMPTY: { en: 'Fill in {field}.', zh: '请填写{field}。' },
  TEXT_HAS_CONTROL_CHARACTERS: {
    en: 'Remove the invisible control characters from {field}; line breaks are fine.',
    zh: '{field}中含有不可见的控制字符，请删除（换行可以保留）。',
  },
  DATE_INVALID: {
    en: 'Write a day such as 2026-03-05 for {field}.',
    zh: '{field}请按 2026-03-05 的格式填写。',
  },
  NO_SUCH_DAY: {
    en: 'The calendar has no day {day} in the years that are accepted. Correct {field}.',
    zh: '{day} 不是有效的日期，请更正{field}。',
  },
  LOCAL_TIME_INVALID: {
    en: 'Write a time of day in whole minutes, such as 09:30:00, for {field}.',
    zh: '{field}请填写精确到分钟的时刻，例如 09:30:00。',
  },
  LOCAL_DATE_TIME_INVALID: {
    en: 'Write a day and time in whole minutes and without a zone, such as 2026-03-05T09:30:00, for {field}.',
    zh: '{field}请填写不带时区、精确到分钟的日期和时刻，例如 2026-03-05T09:30:00。',
  },
  YEAR_MONTH_INVALID: {
    en: 'Write a month such as 2026-03 for {field}.',
    zh: '{field}请按 2026-03 的格式填写。',
  },
  DATE_TIME_INVALID: {
    en: 'Write a time with its zone, such as 2026-03-05T09:30:00+08:00, for {field}.',
    zh: '{field}请填写带时区的时间，例如 2026-03-05T09:30:00+08:00。',
  },
  YEAR_OUT_OF_RANGE: {
    en: 'Choose a year from {yearMin} to {yearMax} for {field}.',
    zh: '{field}的年份应在 {yearMin} 至 {yearMax} 之间。',
  },
  AMOUNT_INVALID: {
    en: 'Write an amount with at most two decimals, such as "1.50", for {field}.',
    zh: '{field}请填写最多两位小数的数额，例如 "1.50"。',
  },
  OVERLOADED: {
    en: 'The platform is overloaded. Nothing was done; send the same request again in {retryAfterSeconds} s.',
    zh: '平台当前过于繁忙，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后原样重试。',
  },
  UNAVAILABLE: {
    en: 'The platform cannot reach a service that it depends on, such as its database. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once.',
    zh: '平台所依赖的服务（例如数据库）暂时不可用。请在 {retryAfterSeconds} 秒后重试；使用同一个 idempotencyKey 不会重复办理。',
  },
  BUSY: {
    en: 'The platform is busy with the same records. Try again in {retryAfterSeconds} s; with the same idempotencyKey a change is made only once.',
    zh: '平台正忙于处理相同的记录。请在 {retryAfterSeconds} 秒后重试；使用同一个 idempotencyKey 不会重复办理。',
  },
  NODE_OUTDATED: {
    en: 'This server and the database belong to different versions of the platform. Nothing was done; try again in {retryAfterSeconds} s.',
    zh: '数据库与这台服务器的平台版本不一致，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后重试。',
  },
  GOING_AWAY: {
    en: 'This node of the platform is stopping. Nothing was done; send the same request again in {retryAfterSeconds} s.',
    zh: '平台的这个节点正在停止，本次请求未作任何处理。请在 {retryAfterSeconds} 秒后原样重试。',
  },
  POSSIBLE_DUPLICATE: {
    en: 'The same entry seems to be on record already. Look at it; if yours is another one, send it again with allowDuplicate: true.',
    zh: '似乎已有相同的记录。请先查看已有记录；如确为另一条，请将 allowDuplicate 设为 true 后重新提交。',
  },
  BODY_TOO_LARGE: {
    en: 'The request is larger than {mebibytesMax} MiB. Send it in parts; photos have their own upload.',
    zh: '请求超过 {mebibytesMax} MiB，请分批发送；照片请使用专门的上传地址。',
  },
  BODY_UNREADABLE: {
    en: 'The request body cannot be read. Send JSON with the header Content-Type: application/json.',
    zh: '无法读取请求正文。请发送 JSON，并设置请求头 Content-Type: application/json。',
  },
  ADDRESS_UNKNOWN: {
    en: 'There is nothing at this address. Correct the path; the API is at /graphql.',
    zh: '没有这个地址。请检查路径；接口地址是 /graphql。',
  },
  METHOD_NOT_ALLOWED: {
    en: 'This address does not accept the method of the request. Use {methods}.',
    zh: '这个地址不接受该请求方法。请使用 {methods}。',
  },
  NOT_ACCEPTABLE: {
    en: 'This address answers with application/json or application/graphql-response+json. Name one of them in the header Accept.',
    zh: '这个地址只返回 application/json 或 application/graphql-response+json。请在请求头 Accept 中写明其一。',
  },
  IDEMPOTENCY_KEY_REUSED: {
    en: 'This idempotencyKey already belongs to another request. Use a new key for a new request.',
    zh: '这个 idempotencyKey 已用于其他请求，新请求请换一个。',
  },
  CURSOR_INVALID: {
    en: 'This cursor was not made by this list with this filter. Take the cursor from the same list with the same filter, or omit it to get the first page.',
    zh: '游标不可用：它来自其他列表或其他筛选条件，或已被改动。请使用同一列表、同一筛选条件返回的游标；不传游标则返回第一页。',
  },
  INTERNAL: {
    en: 'An internal error occurred. Report this number to the operator: {number}.',
    zh: '平台内部出错。请把这个编号告诉平台运营方：{number}。',
  },
  'INTERNAL/UNNUMBERED': {
    en: 'An internal error occurred. Try again.',
    zh: '平台内部出错，请稍后重试。',
  },
  UNAUTHENTICATED: {
    en: 'Sign in first: send the header Authorization: Bearer <token>.',
    zh: '请先登录：发送请求头 Authorization: Bearer <token>。',
  },
  'UNAUTHENTICATED/SOCKET_WITHOUT_TOKEN': {
    en: 'Sign in first: send the field authorization with Bearer <token> in the payload of connection_init, or the header Authorization.',
    zh: '请先登录：在 connection_init 的 payload 中发送 authorization，内容为 Bearer <token>，或发送请求头 Authorization。',
  },
  'UNAUTHENTICATED/TOKEN_EXPIRED': {
    en: 'The sign-in has expired. Sign in again; an app gets a new token and sends it again.',
    zh: '登录已过期，请重新登录；应用请获取新的令牌后重试。',
  },
  'UNAUTHENTICATED/TOKEN_INVALID': {
    en: 'The token is not valid. Sign in again.',
    zh: '令牌无效，请重新登录。',
  },
  'UNAUTHENTICATED/AUTHORIZATION_ENDED': {
    en: 'The authorization has ended. Sign in again.',
    zh: '授权已结束，请重新登录。',
  },
};
