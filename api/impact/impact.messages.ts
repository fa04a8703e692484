import type { Messages } from '../platform/common/messages.ts';

export const impactMessages: Messages = {
  THRESHOLD_TOO_LOW: {
    en: 'Figures about fewer than {min, plural, one {# person} other {# people}} stay hidden. Choose {min} or more.',
    zh: '少于 {min} 人的数据一律不显示，请设为 {min} 或更多。',
  },
};
