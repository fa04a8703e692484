/**
 * Forms for one of something, by the suffix of i18next: `coins_one` beside `coins`. English needs
 * them, and Chinese has none.
 */
export type Singulars<Texts> = Partial<Record<`${Extract<keyof Texts, string>}_one`, string>>;
