import type { Messages } from '../platform/common/messages.ts';

export const identityMessages: Messages = {
  'UNAUTHENTICATED/ACCOUNT_ENDED': {
    en: 'The account of this token is closed or has no role there any more. Sign in again.',
    zh: '该账号已停用，或不再拥有角色。请重新登录。',
  },
  'UNAUTHENTICATED/APP_NOT_ADMITTED': {
    en: 'The foundation does not let this app work on its data. Ask its administrator to grant it.',
    zh: '基金会尚未授权这个应用使用其数据。请联系基金会管理员授权。',
  },
  'UNAUTHENTICATED/KEY_EXPIRED': {
    en: 'This API key has expired. Make a new one.',
    zh: 'API 密钥已过期，请创建新的密钥。',
  },
  'UNAUTHENTICATED/KEY_INVALID': {
    en: 'This API key is not valid. Make a new one.',
    zh: 'API 密钥无效，请创建新的密钥。',
  },
  'UNAUTHENTICATED/LINK_PENDING': {
    en: 'Nobody has accepted yet that this issuer signs in as them. Sign in with the platform itself once, and accept it there.',
    zh: '账号持有人尚未同意由该签发方代为登录。请先直接登录平台一次，并在平台上同意。',
  },
  'UNAUTHENTICATED/SIGN_IN_ENDED': {
    en: 'The sign-in that this token came from has ended. Sign in again.',
    zh: '该令牌对应的登录已结束，请重新登录。',
  },
  ISSUER_UNAVAILABLE: {
    en: 'The issuer of this token does not answer, so the token cannot be checked. Try again in a moment.',
    zh: '令牌的签发方暂时没有响应，无法核验令牌。请稍后重试。',
  },
  FOUNDATION_NOT_YOURS: {
    en: 'You hold no role in the foundation that you chose, or this token was issued for another one. Choose one of me.foundations, or sign in again.',
    zh: '您在所选基金会中没有角色，或令牌属于其他基金会。请从 me.foundations 中选择，或重新登录。',
  },
  PERSONA_NEEDED: {
    en: 'Send the persona as JSON, for example the field persona with dispatcher@xinxian.',
    zh: '请以 JSON 发送演示身份，例如 persona 为 dispatcher@xinxian。',
  },
  PERSONA_UNKNOWN: {
    en: 'There is no such persona. Choose one of the list at /demo/personas.',
    zh: '没有这个演示身份。请从 /demo/personas 的列表中选择。',
  },
  PHONE_INVALID: {
    en: 'This is not a telephone number. Include the country code, for example +86 138 0000 0000; without one, the number counts as Chinese.',
    zh: '电话号码不正确。请填写完整号码，例如 13800000000；不带国家代码的号码按中国号码处理。',
  },
  HOLDER_NEEDED: {
    en: 'Name the holder: send the accountId of an account with a role here, or holderName and holderPhone.',
    zh: '请填写授予对象：在本基金会有角色的账号 accountId，或 holderName 和 holderPhone。',
  },
  NO_FOUNDATION: {
    en: 'You are not acting for any foundation. Sign in with an account that has a role in one.',
    zh: '您当前不属于任何基金会。请使用在基金会中有角色的账号登录。',
  },
  SCOPES_BEYOND_APP: {
    en: 'The app is not registered for {scopes}. Grant fewer scopes, or have the app registered again.',
    zh: '该应用登记时不包含 {scopes}。请减少授权，或重新登记应用。',
  },
  SCOPES_BEYOND_YOURS: {
    en: 'This token does not have {scopes}, so it cannot give them to a key. Choose fewer scopes.',
    zh: '您当前的令牌不包含 {scopes}，不能授予密钥。',
  },
  REDIRECT_URI_NEEDED: {
    en: 'Enter at least one redirect URI. People return to it after signing in.',
    zh: '请至少填写一个登录后返回的地址。',
  },
  REDIRECT_URI_INVALID: {
    en: '{uri} cannot be a redirect URI. Use https, http on this machine, or a native app scheme such as org.example.app, without # or wildcards.',
    zh: '{uri} 不能作为返回地址。请使用 https、本机 http，或原生应用的自有协议（如 org.example.app），不得包含 # 或通配符。',
  },
  ORIGIN_INVALID: {
    en: '{origin} is not a web origin. Write https://host without a path or a trailing slash.',
    zh: '{origin} 不是网页来源。请写成 https://主机名，不带路径和末尾斜杠。',
  },
  APP_HAS_NO_SECRET: {
    en: 'Only a server app has a secret. This app runs on devices, which cannot keep one.',
    zh: '只有服务器应用才有密钥，该应用所在环境无法保密。',
  },
  APP_RETIRED: {
    en: 'This app is retired. Register a new one.',
    zh: '该应用已停用，请登记新的应用。',
  },
  TOO_MANY_APPS: {
    en: 'A foundation may have at most {countMax, plural, one {# app} other {# apps}}. Retire one that is no longer used.',
    zh: '每个基金会最多 {countMax} 个应用，请先停用不再使用的应用。',
  },
  TOO_MANY_API_KEYS: {
    en: 'You already have {countMax, plural, one {# API key} other {# API keys}}. Revoke one that is no longer used.',
    zh: '您已有 {countMax} 个密钥，请先撤销不再使用的密钥。',
  },
  ISSUER_INVALID: {
    en: 'This is not an issuer address. Write https://host/path.',
    zh: '这不是有效的签发方地址，请写成 https://主机名/路径。',
  },
  ISSUER_TRUSTED_ALREADY: {
    en: 'This issuer is already trusted for this audience. To change that, end the trust first.',
    zh: '已信任该签发方和受众。如需修改，请先取消信任。',
  },
  TOO_MANY_ISSUERS: {
    en: 'A foundation may trust at most {countMax, plural, one {# issuer} other {# issuers}}. End the trust in one that is no longer needed.',
    zh: '每个基金会最多信任 {countMax} 个签发方，请先取消不再需要的。',
  },
  PASSWORD_TOO_SHORT: {
    en: 'Use at least {lengthMin, plural, one {# character} other {# characters}}. A few words in a row work well.',
    zh: '密码至少 {lengthMin} 个字符，几个词连在一起就很好。',
  },
  PASSWORD_TOO_EASY: {
    en: 'This password is easy to guess. Avoid repeated patterns, runs such as abcdef, 12345 or qwerty, digits alone such as a birthday, and common passwords. A few words in a row work well.',
    zh: '密码太容易被猜到。请不要使用重复的字符、连续的字符（如 abcdef、12345、qwerty）、纯数字（如电话号码、生日）或常见密码；几个词连在一起就很好。',
  },
  ONE_PASSWORD_AT_ONCE: {
    en: 'An operation can set a password only once. Send the next attempt as a separate operation.',
    zh: '一次请求只能设置一次密码，请分次提交。',
  },
  TOO_MANY_TRIES: {
    en: 'Too many attempts. Wait {minutes} min, then try again.',
    zh: '尝试次数过多，请等待 {minutes} 分钟后再试。',
  },
  PASSWORDS_BUSY: {
    en: 'Many passwords are being checked right now. Try again in a few seconds.',
    zh: '当前处理的密码较多，请几秒后再试。',
  },
  PASSWORD_WRONG: {
    en: 'The current password is incorrect. Type it again.',
    zh: '当前密码不正确，请重新输入。',
  },
};
