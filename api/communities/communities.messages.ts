import type { Messages } from '../platform/common/messages.ts';

export const communitiesMessages: Messages = {
  SLUG_INVALID: {
    en: 'A short name has 2 to 63 lowercase Latin letters, digits and hyphens, and starts with a letter. Choose another one.',
    zh: '简称为 2 至 63 个字符：小写字母、数字和连字符，以字母开头。请换一个。',
  },
  SLUG_TAKEN: {
    en: 'The short name {slug} is already taken. Choose another one.',
    zh: '简称“{slug}”已被使用，请换一个。',
  },
  TIME_ZONE_INVALID: {
    en: '{timeZone} is not a time zone. Use a name from the IANA database, for example Asia/Shanghai.',
    zh: '{timeZone} 不是有效的时区，请按 IANA 格式填写，例如 Asia/Shanghai。',
  },
  TEAM_STAYS_AT_HOME: {
    en: 'A team always serves its home community. Choose another community.',
    zh: '服务队始终服务于所属社区，请选择其他社区。',
  },
};
