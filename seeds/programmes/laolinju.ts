import { catalogue } from './catalogue.ts';
import type { PlannedCommunity, Programme } from './programme.ts';

/**
 * Facts from the execution report of 老邻居关爱行动. Contradictory figures are both kept with their
 * sources, because a report from the platform has to show the contradiction and not resolve it.
 * Facts without a table yet (activities, sheets, outputs, money) wait here for their module.
 */
export const laolinjuFacts = {
  period: { from: '2021-09-01', to: '2022-05-01' },
  /** Fen: CNY 163,113.52, spent in full. */
  moneyRaised: 16_311_352n,
  moneySpent: 16_311_352n,
  communities: 10,
  communitiesNamed: ['新鲜社区', '朝西社区', '大方家社区'],
  visits: 510,
  /**
   * The summary says 53; row 16 of its table and chapter 2 say 52. The demo grants coins to 52; see
   * `eldersWithoutCoins` for a 53rd.
   */
  eldersSupported: [
    { figure: 53, place: 'summary' },
    { figure: 52, place: 'table, row 16' },
    { figure: 52, place: 'chapter 2' },
  ],
  /**
   * Person-times of training and outreach by the summary. The sheets below are evidence for 289,
   * and one has no number.
   */
  participantsDeclared: 360,
  outputs: 16,
  activities: [
    {
      kind: 'PSYCHOLOGICAL_GROUP',
      day: '2021-12-01',
      place: '朝内大街218号院7单元103室',
      participants: 20,
    },
    {
      kind: 'PSYCHOLOGICAL_GROUP',
      day: '2021-12-07',
      place: '朝内大街218号院7单元103室',
      participants: 20,
    },
    {
      kind: 'PSYCHOLOGICAL_GROUP',
      day: '2021-12-14',
      place: '朝内大街218号院7单元103室',
      participants: 20,
    },
    {
      kind: 'PSYCHOLOGICAL_GROUP',
      day: '2021-12-16',
      place: '新鲜社区6号楼501活动室',
      participants: 20,
    },
    { kind: 'PSYCHOLOGICAL_GROUP', day: '2022-01-04', place: '新鲜社区5楼', participants: 20 },
    { kind: 'PSYCHOLOGICAL_GROUP', day: '2022-01-06', place: '新鲜社区5楼', participants: 20 },
    { kind: 'PSYCHOLOGICAL_GROUP', day: '2022-01-11', place: '新鲜社区5楼', participants: 20 },
    {
      kind: 'PSYCHOLOGICAL_GROUP',
      day: '2022-01-13',
      place: '朝内大街218号院7单元103室',
      participants: 21,
    },
    { kind: 'TRAINING', day: '2021-11-15', place: '新鲜社区6号楼501活动室', participants: 20 },
    { kind: 'TRAINING', day: '2021-11-28', place: '大方家社区活动室', participants: 20 },
    { kind: 'TRAINING', day: '2021-12-22', place: '朝内大街218号院7单元103室', participants: 20 },
    // The row ends before its number: unknown, which is not zero.
    { kind: 'TRAINING', day: '2022-01-05', place: '新鲜社区6号楼501活动室', participants: null },
    { kind: 'TRAINING', day: '2022-01-17', place: '新鲜社区6号楼501活动室', participants: 21 },
    {
      kind: 'SPEECH_CONTEST',
      day: '2021-12-13',
      place: '朝内大街218号院7单元103室',
      participants: 47,
    },
  ],
  outreach: { from: '2021-09-01', to: '2022-05-01', place: '北京', communities: 10 },
  /** Before 雷锋日, with exercise devices and yoghurt for elders in long-standing care. */
  jointVisitDay: '2022-02-28',
} as const;

/**
 * Months of the report with its 510 visits. The report has only the total: the distribution is
 * invented.
 */
const months = [
  '2021-09',
  '2021-10',
  '2021-11',
  '2021-12',
  '2022-01',
  '2022-02',
  '2022-03',
  '2022-04',
] as const;

/** The other seven communities are unnamed in the report, so their names mark them as examples. */
const exampleCommunities: readonly PlannedCommunity[] = [
  exampleCommunity('四', 'shili-si', 5, [2, 6, 4, 11, 7, 3, 7, 6]),
  exampleCommunity('五', 'shili-wu', 4, [2, 5, 8, 9, 2, 4, 9, 5]),
  exampleCommunity('六', 'shili-liu', 4, [3, 4, 3, 5, 5, 9, 7, 6]),
  exampleCommunity('七', 'shili-qi', 4, [6, 4, 4, 4, 8, 4, 6, 4]),
  exampleCommunity('八', 'shili-ba', 4, [7, 2, 3, 8, 4, 5, 5, 4]),
  exampleCommunity('九', 'shili-jiu', 4, [2, 2, 7, 5, 5, 4, 5, 4]),
  exampleCommunity('十', 'shili-shi', 3, [2, 2, 5, 4, 6, 4, 5, 4]),
];

export const laolinju: Programme = {
  slug: 'sicheng',
  name: '思诚社区公益基金会',
  begins: '2021-08-16',
  fundName: '老邻居关爱行动专项基金',
  communities: [
    {
      slug: 'xinxian',
      name: '新鲜社区',
      district: '东城区',
      eldersInNeed: 9,
      // In the report: a receiver who thanks the volunteers. The age is invented.
      firstElder: {
        name: '芦奶奶',
        displayName: '芦奶奶',
        birthYear: 1937,
        livesAlone: true,
        hasSmartphone: false,
      },
      // Has an account and no grant, to show the refusal of a booking without coins. May be the
      // 53rd elder of the summary, without evidence in table or chapter 2; that link is invented.
      eldersWithoutCoins: [
        {
          name: '杨桂英',
          displayName: '杨奶奶',
          birthYear: 1941,
          livesAlone: true,
          hasSmartphone: false,
        },
      ],
      // Old volunteers are receivers of coins now; the report mentions several.
      formerVolunteers: 3,
      visitsByMonth: byMonth([7, 10, 12, 9, 14, 10, 14, 16]),
    },
    {
      slug: 'chaoxi',
      name: '朝西社区',
      district: '东城区',
      eldersInNeed: 8,
      firstElder: {
        name: '周淑兰',
        displayName: '周奶奶',
        birthYear: 1943,
        livesAlone: false,
        hasSmartphone: true,
      },
      visitsByMonth: byMonth([5, 9, 10, 9, 11, 8, 14, 12]),
    },
    {
      slug: 'dafangjia',
      name: '大方家社区',
      district: '东城区',
      eldersInNeed: 7,
      visitsByMonth: byMonth([2, 8, 8, 6, 10, 7, 12, 11]),
    },
    ...exampleCommunities,
  ],
  teams: [
    // Its core is five party members, most of them over seventy.
    {
      key: 'qingman',
      name: '情满楼院绿色家园',
      home: 'xinxian',
      members: 8,
      birthYears: [1946, 1952],
      unvetted: 1,
    },
    {
      key: 'haoyiya',
      name: '好益芽服务队',
      home: 'chaoxi',
      servesToo: ['xinxian'],
      members: 8,
      leaderName: '何队长',
      birthYears: [1950, 1962],
      unvetted: 1,
    },
    {
      key: 'dafangjia',
      name: '大方家社区服务队',
      home: 'dafangjia',
      members: 6,
      birthYears: [1952, 1966],
    },
    ...exampleCommunities.map(({ slug, name }) => ({
      key: slug,
      name: `${name}服务队`,
      home: slug,
      members: 4,
      birthYears: [1950, 1970] as const,
    })),
  ],
  kinds: catalogue({
    companionship: 8,
    meal_delivery: 4,
    home_visit: 2,
    shopping: 2,
    health_measurement: 2,
    haircut: 1,
    cleaning: 1,
    medical_escort: 1,
  }),
  grants: [
    { day: '2021-09-01', amount: 1_200n },
    { day: '2022-01-04', amount: 1_200n },
    // So that there are coins to spend at the first start, many months later.
    { day: '2022-04-29', amount: 3_000n, firstElderOf: ['xinxian', 'chaoxi'] },
  ],
  jointVisit: {
    name: '我们的雷锋日',
    day: laolinjuFacts.jointVisitDay,
    community: 'xinxian',
    teams: ['haoyiya', 'qingman'],
    elders: 3,
    kind: 'home_visit',
  },
  staff: [
    { persona: 'admin@sicheng', role: 'FOUNDATION_ADMIN', name: '思诚基金会管理员' },
    { persona: 'analyst@sicheng', role: 'FOUNDATION_ANALYST', name: '思诚基金会分析员' },
    { persona: 'auditor@sicheng', role: 'AUDITOR', name: '思诚基金会审计员' },
    { persona: 'partner@sicheng', role: 'PARTNER_APP', name: '合作机构应用' },
    { persona: 'merchant@sicheng', role: 'MERCHANT', name: '爱心商铺店员' },
  ],
  personas: [
    'dispatcher@xinxian',
    'dispatcher@chaoxi',
    'leader@xinxian',
    'leader@chaoxi',
    'volunteer@xinxian',
    'volunteer@chaoxi',
    'elder@xinxian',
    'elder@chaoxi',
    'family@xinxian',
  ],
  upcoming: [
    // A working day at the first start: a late volunteer, an expected one, and a volunteer's
    // request in review.
    {
      community: 'xinxian',
      elder: 3,
      kind: 'companionship',
      inMinutes: -25,
      urgency: 'NORMAL',
      takenBy: 'qingman',
    },
    {
      community: 'xinxian',
      elder: 4,
      kind: 'shopping',
      inMinutes: 90,
      urgency: 'SOON',
      note: '买降压药，带上医保卡。',
    },
    {
      community: 'xinxian',
      elder: 6,
      kind: 'companionship',
      inDays: 1,
      atMinutes: 900,
      urgency: 'NORMAL',
      enteredBy: 'haoyiya',
      note: '上次送芽菜时老人说想下棋。',
    },
    {
      community: 'xinxian',
      elder: 0,
      kind: 'companionship',
      inDays: 1,
      atMinutes: 570,
      urgency: 'NORMAL',
      note: '想有人聊聊天。',
      language: '北京话',
    },
    {
      community: 'xinxian',
      elder: 1,
      kind: 'shopping',
      inDays: 1,
      atMinutes: 600,
      urgency: 'SOON',
    },
    {
      community: 'xinxian',
      elder: 2,
      kind: 'meal_delivery',
      inDays: 2,
      atMinutes: 660,
      urgency: 'NORMAL',
      takenBy: 'qingman',
    },
    {
      community: 'xinxian',
      elder: 5,
      kind: 'medical_escort',
      inDays: 3,
      atMinutes: 480,
      urgency: 'URGENT',
    },
    {
      community: 'chaoxi',
      elder: 0,
      kind: 'companionship',
      inDays: 2,
      atMinutes: 870,
      urgency: 'NORMAL',
    },
    {
      community: 'chaoxi',
      elder: 3,
      kind: 'haircut',
      inDays: 3,
      atMinutes: 600,
      urgency: 'NORMAL',
    },
    {
      community: 'chaoxi',
      elder: 4,
      kind: 'home_visit',
      inDays: 2,
      atMinutes: 990,
      urgency: 'NORMAL',
      takenBy: 'haoyiya',
    },
    {
      community: 'dafangjia',
      elder: 1,
      kind: 'health_measurement',
      inDays: 2,
      atMinutes: 540,
      urgency: 'NORMAL',
    },
    {
      community: 'shili-si',
      elder: 0,
      kind: 'cleaning',
      inDays: 4,
      atMinutes: 540,
      urgency: 'NORMAL',
    },
  ],
  toCertify: [
    {
      community: 'xinxian',
      elder: 3,
      kind: 'companionship',
      team: 'qingman',
      member: 2,
      endedMinutesAgo: 90,
      minutes: 57,
      note: '陪老人聊天、读报，精神很好。',
      confirmed: '来过，聊得开心',
    },
    {
      community: 'xinxian',
      elder: 4,
      kind: 'companionship',
      team: 'qingman',
      member: 3,
      endedMinutesAgo: 140,
      minutes: 11,
      note: '老人家里临时来了客人。',
    },
    {
      community: 'xinxian',
      elder: 6,
      kind: 'companionship',
      team: 'haoyiya',
      member: 3,
      endedMinutesAgo: 200,
      minutes: 54,
      note: '陪老人下楼走了走。',
      sheetMinutes: 120,
    },
    {
      community: 'xinxian',
      elder: 7,
      kind: 'companionship',
      team: 'qingman',
      member: 4,
      endedMinutesAgo: 300,
      minutes: 62,
      note: '陪老人聊天。',
      objection: '老人在电话里说，志愿者只坐了半小时。',
    },
    {
      community: 'chaoxi',
      elder: 2,
      kind: 'companionship',
      team: 'haoyiya',
      member: 4,
      endedMinutesAgo: 60,
      minutes: 49,
      note: '帮老人整理照片。',
      confirmed: '按时来的',
    },
  ],
};

function exampleCommunity(
  numeral: string,
  slug: string,
  eldersInNeed: number,
  visits: number[],
): PlannedCommunity {
  return {
    slug,
    name: `示例社区${numeral}`,
    district: '北京市（示例）',
    eldersInNeed,
    visitsByMonth: byMonth(visits),
  };
}

function byMonth(visits: number[]): Record<string, number> {
  return Object.fromEntries(months.map((month, index) => [month, visits[index] ?? 0]));
}
