import { useTranslation } from 'react-i18next';
import icon from './icon.svg';

export function Mark() {
  const { t } = useTranslation();
  return (
    <span className="mark">
      <img src={icon} alt="" width={34} height={34} />
      <strong>{t('brand')}</strong>
      <span>{t('board')}</span>
    </span>
  );
}
