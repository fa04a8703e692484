import { catalogue } from './catalogue.ts';
import type { Programme } from './programme.ts';

/** Facts from the profile of “宅益快”. */
export const zhaiyikuaiFacts = {
  period: { from: '2021-08-01', to: '2023-09-01' },
  visits: 520,
  /** A lower bound; the profile gives no exact number. */
  problemsSolvedMoreThan: 40,
  activities: 30,
  peopleServedDirectly: 465,
  youngerOldVolunteersAtLeast: 20,
  professionalTeamMembers: 10,
  hoursMoreThan: 600,
  productClasses: 5,
  /**
   * The summary mentions interviews in two towns and one street; the programme itself names one
   * street and one town.
   */
  areas: ['石园街道', '高丽营镇'],
  interviewedIn: { streets: 1, towns: 2 },
  sales: [
    // Fen.
    { product: '便民服务挂袋', buyer: '石园街道', bags: 55_000, revenue: 99_000_000n },
    { product: '文创产品', buyer: null, bags: null, revenue: 11_000_000n },
  ],
  /** Total orders, and the communities that the bags reached. */
  bagsOrderedMoreThan: 60_000,
  bagCommunities: 18,
  partnerOrganisations: 3,
  communityGroups: 66,
  staff: {
    fullTime: 20,
    coreVolunteersMoreThan: 300,
    // Certificates; one person may hold several, so they do not sum to the full-time staff.
    qualifications: {
      SUPERVISOR: 1,
      ASSISTANT_SOCIAL_WORKER: 1,
      PSYCHOLOGICAL_GUIDE: 2,
      CARE_WORKER: 18,
      FIRST_AIDER: 5,
      COUNSELLOR_LEVEL_2: 2,
      TCM_CARE_ASSISTANT: 5,
      ELDER_ASSESSOR: 3,
    },
  },
  donationAgreements: [
    '中航复合材料有限责任公司',
    '北京顺义物业服务集团有限公司',
    '北京青联篮球赛事主办方',
  ],
} as const;

/**
 * The profile has only the total of 520: communities, months, elders and volunteers are invented.
 */
export const zhaiyikuai: Programme = {
  slug: 'yigong80',
  name: '80后义工社',
  begins: '2021-07-15',
  fundName: '城乡社区长者困济帮扶基金',
  communities: [
    {
      slug: 'shiyuan',
      name: '石园街道',
      district: '顺义区',
      eldersInNeed: 24,
      firstElder: {
        name: '高秀芬',
        displayName: '高奶奶',
        birthYear: 1938,
        livesAlone: true,
        hasSmartphone: true,
      },
      visitsByMonth: byMonth([
        8, 10, 12, 12, 11, 9, 10, 13, 13, 14, 12, 11, 10, 13, 14, 12, 8, 10, 13, 15, 14, 13, 13, 15,
        15,
      ]),
    },
    {
      slug: 'gaoliying',
      name: '高丽营镇',
      district: '顺义区',
      eldersInNeed: 16,
      visitsByMonth: byMonth([
        5, 7, 8, 9, 8, 7, 7, 9, 10, 10, 9, 8, 8, 9, 10, 8, 5, 8, 10, 11, 10, 10, 10, 12, 12,
      ]),
    },
  ],
  teams: [
    // Women between fifty and sixty at the begin of the programme, as the profile describes its
    // volunteers.
    {
      key: 'shiyuan',
      name: '石园低龄姐妹队（示例）',
      home: 'shiyuan',
      members: 8,
      birthYears: [1961, 1971],
    },
    {
      key: 'gaoliying',
      name: '高丽营低龄姐妹队（示例）',
      home: 'gaoliying',
      members: 6,
      birthYears: [1961, 1971],
    },
    {
      key: 'zhuanye',
      name: '专业志愿服务队',
      home: 'shiyuan',
      servesToo: ['gaoliying'],
      members: 10,
      birthYears: [1961, 1971],
    },
  ],
  kinds: catalogue(
    { companionship: 6, home_visit: 4, carer_respite: 3, cleaning: 2, health_measurement: 1 },
    { companionship: 75, home_visit: 60 },
  ),
  grants: ['2021-08-01', '2022-02-01', '2022-08-01', '2023-02-01'].map((day) => ({
    day,
    amount: 1_000n,
  })),
  staff: [
    { persona: 'admin@yigong80', role: 'FOUNDATION_ADMIN', name: '义工社管理员' },
    { persona: 'analyst@yigong80', role: 'FOUNDATION_ANALYST', name: '义工社分析员' },
  ],
  personas: [
    'dispatcher@shiyuan',
    'leader@shiyuan',
    'volunteer@shiyuan',
    'elder@shiyuan',
    'dispatcher@gaoliying',
  ],
  upcoming: [
    {
      community: 'shiyuan',
      elder: 0,
      kind: 'companionship',
      inDays: 1,
      atMinutes: 540,
      urgency: 'NORMAL',
    },
    {
      community: 'shiyuan',
      elder: 3,
      kind: 'carer_respite',
      inDays: 2,
      atMinutes: 840,
      urgency: 'SOON',
    },
    {
      community: 'shiyuan',
      elder: 4,
      kind: 'home_visit',
      inDays: 1,
      atMinutes: 600,
      urgency: 'NORMAL',
      takenBy: 'shiyuan',
    },
    {
      community: 'gaoliying',
      elder: 1,
      kind: 'home_visit',
      inDays: 3,
      atMinutes: 600,
      urgency: 'NORMAL',
    },
  ],
  toCertify: [
    {
      community: 'shiyuan',
      elder: 5,
      kind: 'home_visit',
      team: 'shiyuan',
      member: 2,
      endedMinutesAgo: 75,
      minutes: 52,
      note: '看望老人，换了灯泡。',
      confirmed: '灯亮了，谢谢',
    },
    {
      community: 'gaoliying',
      elder: 2,
      kind: 'home_visit',
      team: 'gaoliying',
      member: 2,
      endedMinutesAgo: 120,
      minutes: 9,
      note: '老人去了医院，没有多坐。',
    },
  ],
};

function byMonth(visits: number[]): Record<string, number> {
  return Object.fromEntries(
    visits.map((count, index) => {
      const month = new Date(Date.UTC(2021, 7 + index, 1)).toISOString().slice(0, 7);
      return [month, count];
    }),
  );
}
