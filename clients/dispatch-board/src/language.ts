import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { planEn, planZh } from './scheduling/texts.ts';
import { proofEn, proofZh } from './certification/texts.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

export const languages = { 'zh-CN': '中文', en: 'English' } as const;
export type Language = keyof typeof languages;

/** The stored choice, otherwise the preference of the browser. */
export async function startLanguage(): Promise<void> {
  const chosen = localStorage.getItem(storageKey);
  const language =
    chosen && chosen in languages ? chosen : navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    resources: {
      'zh-CN': { translation: chinese },
      en: { translation: { ...en, plan: planEn, proof: proofEn } satisfies typeof chinese },
    },
    // React escapes text.
    interpolation: { escapeValue: false },
  });
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** Texts by key. A folder has its own branch: `plan` is scheduling, `proof` certification. */
const chinese = { ...zh, plan: planZh, proof: proofZh };

declare module 'i18next' {
  /** The compiler refuses a key that does not exist. */
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof chinese };
  }
}

const storageKey = 'linli.language';
