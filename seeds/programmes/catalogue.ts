import type { PlannedKind } from './programme.ts';

/**
 * Kinds of help of both programmes. One hour of companionship is one coin; harder or skilled work
 * pays more.
 */
const kinds: Record<string, Omit<PlannedKind, 'code' | 'weight'>> = {
  companionship: { name: '陪伴聊天', category: 'COMPANIONSHIP', minutes: 60, coinsPerHour: 100n },
  home_visit: { name: '入户探访', category: 'COMPANIONSHIP', minutes: 30, coinsPerHour: 100n },
  phone_greeting: { name: '电话问候', category: 'COMPANIONSHIP', minutes: 15, coinsPerHour: 80n },
  meal_delivery: { name: '送菜上门', category: 'DAILY_LIFE', minutes: 30, coinsPerHour: 100n },
  shopping: { name: '代购代办', category: 'DAILY_LIFE', minutes: 45, coinsPerHour: 100n },
  cleaning: { name: '居家保洁', category: 'DAILY_LIFE', minutes: 90, coinsPerHour: 150n },
  haircut: { name: '上门理发', category: 'DAILY_LIFE', minutes: 45, coinsPerHour: 150n },
  health_measurement: { name: '健康测量', category: 'HEALTH', minutes: 30, coinsPerHour: 120n },
  medical_escort: { name: '陪同就医', category: 'HEALTH', minutes: 180, coinsPerHour: 120n },
  carer_respite: { name: '照护者喘息', category: 'RESPITE', minutes: 120, coinsPerHour: 120n },
};

/**
 * The whole catalogue, with the frequency of each kind in past visits, and durations that differ.
 */
export function catalogue(
  weights: Record<string, number>,
  minutes: Record<string, number> = {},
): PlannedKind[] {
  return Object.entries(kinds).map(([code, kind]) => ({
    ...kind,
    code,
    minutes: minutes[code] ?? kind.minutes,
    weight: weights[code] ?? 0,
  }));
}
