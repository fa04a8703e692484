import { formatted } from '../../platform/common/message-format.ts';
import type { Locale } from '../../platform/common/messages.ts';

/** All texts of the sign-in pages: templates of `message-format.ts`. */
const texts = {
  signIn: { en: 'Sign in', zh: '登录' },
  signInTo: { en: 'Sign in to {app}', zh: '登录{app}' },
  phone: { en: 'Mobile phone number', zh: '手机号码' },
  phoneHint: { en: 'For example 138 0000 0000', zh: '例如 138 0000 0000' },
  sendCode: { en: 'Text me a code', zh: '发送短信验证码' },
  usePassword: { en: 'Use a password instead', zh: '改用密码登录' },
  useCode: { en: 'Use a text message instead', zh: '改用短信验证码登录' },
  enterCode: { en: 'Enter the code', zh: '输入验证码' },
  codeSent: {
    en: 'If {phone} belongs to an account, a text message with six digits is on its way. It is valid for five minutes.',
    zh: '如果 {phone} 已登记，您会收到一条包含六位数字的短信，五分钟内有效。',
  },
  code: { en: 'Six digits from the text message', zh: '短信中的六位数字' },
  anotherCode: { en: 'Send another code', zh: '重新发送' },
  otherPhone: { en: 'Use another phone number', zh: '换一个手机号码' },
  password: { en: 'Password', zh: '密码' },
  cancel: { en: 'Cancel and go back', zh: '取消并返回' },
  personas: { en: 'Or continue as a demonstration user', zh: '或以演示角色进入' },
  personasHint: {
    en: 'This is a demonstration. Choose somebody; no password is needed.',
    zh: '这是演示系统。请选择一个角色，不需要密码。',
  },
  chooseFoundation: { en: 'Where do you want to work?', zh: '您要进入哪个机构？' },
  invitations: { en: 'Do you accept?', zh: '您是否接受？' },
  invitationsHint: {
    en: 'Nothing below takes effect before you accept it. Accept only invitations that you expect.',
    zh: '以下内容在您接受之前不会生效。请只接受您事先知道的邀请。',
  },
  offersRole: {
    en: '{foundation} offers you the role of {role}.',
    zh: '{foundation}邀请您担任：{role}。',
  },
  offersLink: {
    en: '{foundation} asks you to let {issuer} sign in as you, under the name {subject}.',
    zh: '{foundation}请求允许“{issuer}”以您的身份登录，您在那里的名称是 {subject}。',
  },
  offersPhoneLink: {
    en: '{foundation} asks you to let {issuer} sign in as you, by your phone number.',
    zh: '{foundation}请求允许“{issuer}”凭您的手机号码以您的身份登录。',
  },
  accept: { en: 'Accept', zh: '接受' },
  decline: { en: 'Decline', zh: '拒绝' },
  notNow: { en: 'Not now', zh: '以后再说' },
  consent: { en: 'Allow access for {app}?', zh: '允许“{app}”访问吗？' },
  consentAsks: {
    en: '{app} asks to do this for you at {foundation}:',
    zh: '“{app}”请求代表您在{foundation}：',
  },
  allow: { en: 'Allow', zh: '允许' },
  deny: { en: 'Do not allow', zh: '不允许' },
  notGranted: {
    en: 'Your organisation has not allowed {app}. Ask its administrator.',
    zh: '您所在的机构还没有允许“{app}”访问，请联系管理员。',
  },
  noFoundation: {
    en: 'This account has no role in any organisation yet. Ask your community or foundation.',
    zh: '这个账号还没有在任何机构中的角色，请联系社区或基金会。',
  },
  phoneWrong: {
    en: 'This is not a mobile phone number. Check the digits.',
    zh: '这不是手机号码，请检查。',
  },
  codeWrong: {
    en: 'The code is incorrect or no longer valid. Check the digits, or request another one.',
    zh: '验证码不正确或已失效。请核对，或重新发送。',
  },
  passwordWrong: {
    en: 'The phone number or the password is incorrect. Try again.',
    zh: '手机号码或密码不正确。',
  },
  tooMany: {
    en: 'Too many attempts. Wait {minutes}\u00a0min, then try again.',
    zh: '尝试次数过多，请等待 {minutes}\u00a0分钟后再试。',
  },
  pause: {
    en: 'A code was just sent. Wait {seconds}\u00a0s before you request another one.',
    zh: '刚刚已发送，请等待 {seconds}\u00a0秒再试。',
  },
  busy: {
    en: 'Many people are signing in right now. Try again in a few seconds.',
    zh: '当前登录人数较多，请几秒后再试。',
  },
  noCodes: {
    en: 'Text messages are not set up here. Use your password.',
    zh: '这里没有开通短信，请使用密码登录。',
  },
  ended: { en: 'This sign-in has ended', zh: '本次登录已结束' },
  endedHint: {
    en: 'It took longer than an hour, or you finished it in another window. Go back to the app and start again.',
    zh: '已超过一小时，或已在其他窗口完成。请回到应用重新登录。',
  },
  refused: { en: 'This sign-in cannot continue', zh: '登录无法继续' },
  refusedHint: {
    en: 'The app that sent you here made a request that is not allowed. Tell its operator:',
    zh: '引导您到这里的应用提出了不被允许的请求。请把以下内容告诉应用的负责人：',
  },
  broken: { en: 'Something went wrong on our side', zh: '系统出错了' },
  brokenHint: { en: 'Try again in a moment.', zh: '请稍后再试。' },
  signOut: { en: 'Sign out?', zh: '退出登录？' },
  signOutYes: { en: 'Yes, sign me out', zh: '是，退出' },
  signOutNo: { en: 'No, stay signed in', zh: '否，保持登录' },
  signedOut: { en: 'You are signed out', zh: '您已退出登录' },
  signedOutHint: { en: 'You can close this page.', zh: '您可以关闭本页面。' },
  sms: {
    en: 'Linli: your code is {code}. It is valid for five minutes. Do not give it to anybody, not even to us.',
    zh: '【邻里】您的验证码是 {code}，五分钟内有效。请勿告诉任何人，包括我们的工作人员。',
  },
  otherLanguage: { en: '中文', zh: 'English' },
} satisfies Record<string, { en: string; zh: string }>;

export type TextName = keyof typeof texts;

export function say(
  locale: Locale,
  name: TextName,
  values: Record<string, string | number> = {},
): string {
  const text = locale === 'zh-CN' ? texts[name].zh : texts[name].en;
  return formatted(text, (key) => String(values[key] ?? ''));
}
