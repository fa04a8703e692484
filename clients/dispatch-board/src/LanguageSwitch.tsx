import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { currentLanguage, type Language, languages, speak } from './language.ts';

export function LanguageSwitch() {
  const { t } = useTranslation();
  return (
    <Segmented<Language>
      aria-label={t('language')}
      value={currentLanguage()}
      options={Object.entries(languages).map(([value, label]) => ({
        value: value as Language,
        label,
      }))}
      onChange={(language) => void speak(language)}
    />
  );
}
