import type { ServicePlace } from '../../../schema/requests/service-kind.ts';

/**
 * A kind of help that many foundations offer, as a start for a catalogue. Everything can be
 * adjusted after adoption.
 */
export interface KindTemplate {
  code: string;
  name: { zh: string; en: string };
  description: { zh: string; en: string };
  riskNotes: { zh: string; en: string } | null;
  category: string;
  minutesDefault: number;
  /** Hundredths. Harder or skilled work pays more; one hour of company is one coin. */
  coinsPerHour: string;
  placeKind: ServicePlace;
  qualificationCodes: readonly string[];
  volunteersNeeded: number;
}

/** The common templates, as data. */
export const kindTemplates: readonly KindTemplate[] = [
  template('companionship', 'COMPANIONSHIP', 60, 100, 'HOME', {
    name: ['陪伴聊天', 'Companionship'],
    description: ['上门陪老人聊天、读报、散步。', 'Somebody to talk to, read to, walk with.'],
  }),
  template('home_visit', 'COMPANIONSHIP', 30, 100, 'HOME', {
    name: ['入户探访', 'Home visit'],
    description: ['上门看望，了解近况和需要。', 'A look in: how somebody is and what they need.'],
  }),
  template('phone_greeting', 'COMPANIONSHIP', 15, 80, 'REMOTE', {
    name: ['电话问候', 'Telephone greeting'],
    description: [
      '定时打电话问安，无人接听时报告。',
      'A regular call; tells somebody when nobody answers.',
    ],
  }),
  template('shopping', 'DAILY_LIFE', 45, 100, 'COMMUNITY', {
    name: ['代购代办', 'Shopping and errands'],
    description: ['代买、代取、代办、代缴费。', 'Buying, fetching and paying for somebody.'],
    risk: [
      '涉及现金：当面点清，保留小票。',
      'Money changes hands: count it together and keep the receipts.',
    ],
  }),
  template('meal_delivery', 'DAILY_LIFE', 30, 100, 'HOME', {
    name: ['送餐上门', 'Meal delivery'],
    description: ['从助餐点取餐送到老人家中。', 'Brings a meal from the canteen to the home.'],
    risk: ['注意忌口和保温。', 'Mind diets, and keep it warm.'],
    qualifications: ['HEALTH_CERTIFICATE'],
  }),
  template('shared_meal', 'DAILY_LIFE', 90, 100, 'HOME', {
    name: ['做饭共餐', 'Cooking together'],
    description: ['上门做饭，一起吃。', 'Cooks at the home and eats together.'],
    risk: ['用火用电安全。', 'Fire and electricity.'],
  }),
  template('cleaning', 'DAILY_LIFE', 90, 150, 'HOME', {
    name: ['居家保洁', 'Cleaning'],
    description: ['打扫房间、厨卫，整理物品。', 'Cleans rooms, kitchen and bath.'],
    risk: ['不登高，不擦外窗。', 'No ladders, no outer windows.'],
  }),
  template('laundry', 'DAILY_LIFE', 60, 100, 'HOME', {
    name: ['洗衣晾晒', 'Laundry'],
    description: ['洗衣、晾晒、换季整理。', 'Washes, dries and puts away.'],
  }),
  template('repair', 'DAILY_LIFE', 60, 150, 'HOME', {
    name: ['家电维修', 'Small repairs'],
    description: ['修水电、家电、门锁等小修。', 'Small repairs of taps, appliances, locks.'],
    risk: ['燃气和主线路须由有证人员处理。', 'Gas and mains are for certified people only.'],
    qualifications: ['ELECTRICIAN'],
  }),
  template('haircut', 'DAILY_LIFE', 45, 150, 'HOME', {
    name: ['上门理发', 'Haircut'],
    description: ['上门理发、修面。', 'Cuts hair at the home.'],
    risk: ['工具消毒。', 'Disinfect the tools.'],
    qualifications: ['HAIRDRESSER'],
  }),
  template('bathing_help', 'PERSONAL_CARE', 60, 200, 'HOME', {
    name: ['助浴', 'Bathing help'],
    description: ['协助洗浴、更衣。', 'Helps with bathing and dressing.'],
    risk: [
      '防滑防跌，两人在场，尊重性别意愿，先问健康状况。',
      'Slips and falls: two people present; respect the preferred gender; ask about health first.',
    ],
    qualifications: ['PERSONAL_CARE'],
    volunteers: 2,
  }),
  template('personal_care', 'PERSONAL_CARE', 60, 200, 'HOME', {
    name: ['生活照料', 'Personal care'],
    description: ['协助起居、翻身、喂饭。', 'Helps to get up, turn, eat.'],
    risk: ['注意噎食和跌倒。', 'Mind choking and falls.'],
    qualifications: ['PERSONAL_CARE'],
  }),
  template('medical_escort', 'HEALTH', 180, 120, 'INSTITUTION', {
    name: ['陪同就医', 'Medical escort'],
    description: ['陪同挂号、就诊、取药、回家。', 'Goes along to the doctor and back.'],
    risk: [
      '携带证件和用药清单，不代做医疗决定。',
      'Bring papers and the list of medicines; decide nothing medical.',
    ],
  }),
  template('health_measurement', 'HEALTH', 30, 120, 'HOME', {
    name: ['健康测量', 'Health measurement'],
    description: ['量血压、血糖并记录。', 'Measures and notes blood pressure and sugar.'],
    risk: ['不做诊断；异常立即联系家属。', 'No diagnosis; call the family about anything unusual.'],
    qualifications: ['FIRST_AID'],
  }),
  template('rehabilitation_exercise', 'HEALTH', 45, 150, 'HOME', {
    name: ['康复锻炼', 'Rehabilitation exercise'],
    description: ['按计划陪同做康复动作。', 'Exercises by a given plan.'],
    risk: ['只做计划内动作。', 'Only what the plan says.'],
    qualifications: ['REHABILITATION'],
  }),
  template('psychological_support', 'HEALTH', 60, 150, 'HOME', {
    name: ['心理疏导', 'Psychological support'],
    description: ['倾听、疏导情绪，必要时转介。', 'Listens and relieves; refers on where needed.'],
    risk: ['保密；有自伤风险时立即报告。', 'Confidential; report a risk of self-harm at once.'],
    qualifications: ['COUNSELLOR'],
  }),
  template('dementia_company', 'HEALTH', 90, 150, 'HOME', {
    name: ['认知症陪伴', 'Company with dementia'],
    description: ['陪伴认知障碍老人，防走失。', 'Stays with somebody with dementia.'],
    risk: ['防走失，不单独留下老人。', 'Never leave them alone; they may wander.'],
    qualifications: ['DEMENTIA_CARE'],
  }),
  template('carer_respite', 'RESPITE', 120, 120, 'HOME', {
    name: ['照护者喘息', 'Respite for carers'],
    description: [
      '替家属照看几小时，让照护者休息。',
      'Takes over for some hours so that a carer can rest.',
    ],
    risk: ['交接用药和紧急联系人。', 'Hand over medicines and emergency contacts.'],
    qualifications: ['PERSONAL_CARE'],
  }),
  template('hospice_company', 'RESPITE', 120, 150, 'HOME', {
    name: ['安宁陪伴', 'Company at the end of life'],
    description: ['陪伴临终老人和家属。', 'Stays with the dying and their family.'],
    qualifications: ['HOSPICE'],
    volunteers: 2,
  }),
  template('legal_aid', 'RIGHTS', 60, 200, 'COMMUNITY', {
    name: ['法律援助', 'Legal aid'],
    description: ['法律咨询，协助准备材料。', 'Advice and help with papers.'],
    qualifications: ['LAWYER'],
  }),
  template('fraud_prevention_talk', 'RIGHTS', 60, 120, 'COMMUNITY', {
    name: ['防诈骗宣讲', 'Talk on fraud prevention'],
    description: ['讲解常见骗局和应对办法。', 'Explains common frauds and what to do.'],
  }),
  template('smartphone_help', 'LEARNING', 60, 100, 'COMMUNITY', {
    name: ['智能手机教学', 'Help with a smartphone'],
    description: ['教老人使用手机、挂号、支付。', 'Shows how to call, book and pay.'],
    risk: ['不代管密码。', 'Never keep a password for somebody.'],
  }),
  template('paperwork', 'LEARNING', 45, 100, 'COMMUNITY', {
    name: ['代写代读', 'Reading and writing'],
    description: ['读信、写信、填表。', 'Reads, writes and fills in forms.'],
  }),
  template('home_safety_check', 'SAFETY', 60, 120, 'HOME', {
    name: ['居家安全排查', 'Home safety check'],
    description: [
      '检查用电、燃气、防滑，提出建议。',
      'Looks at wiring, gas and what one could slip on.',
    ],
  }),
  template('outing', 'COMPANIONSHIP', 120, 100, 'COMMUNITY', {
    name: ['陪同出行', 'Outing'],
    description: ['陪同散步、逛公园、走亲访友。', 'Goes along for a walk or a visit.'],
    risk: ['过马路和天气。', 'Streets and weather.'],
  }),
  template('festival_visit', 'COMPANIONSHIP', 45, 100, 'HOME', {
    name: ['节日慰问', 'Festival visit'],
    description: ['节日上门慰问、送礼包。', 'A visit with a small gift on a festival.'],
    volunteers: 2,
  }),
  template('institution_visit', 'COMPANIONSHIP', 90, 100, 'INSTITUTION', {
    name: ['养老院陪伴', 'Visit to a care home'],
    description: ['到养老机构陪伴、表演、读书。', 'Company, music and reading in a care home.'],
    volunteers: 3,
  }),
];

export const templateByCode: ReadonlyMap<string, KindTemplate> = new Map(
  kindTemplates.map((each) => [each.code, each]),
);

type Pair = [zh: string, en: string];

function template(
  code: string,
  category: string,
  minutesDefault: number,
  coinsPerHour: number,
  placeKind: ServicePlace,
  more: {
    name: Pair;
    description: Pair;
    risk?: Pair;
    qualifications?: readonly string[];
    volunteers?: number;
  },
): KindTemplate {
  return {
    code,
    category,
    minutesDefault,
    coinsPerHour: String(coinsPerHour),
    placeKind,
    name: both(more.name),
    description: both(more.description),
    riskNotes: more.risk ? both(more.risk) : null,
    qualificationCodes: more.qualifications ?? [],
    volunteersNeeded: more.volunteers ?? 1,
  };
}

function both([zh, en]: Pair): { zh: string; en: string } {
  return { zh, en };
}
