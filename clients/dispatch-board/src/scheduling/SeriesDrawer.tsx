import { Alert, Drawer, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { type SeriesFragment, SeriesListDocument } from '../documents.generated.ts';
import { useDialogFocus } from '../focus.ts';
import { usePages } from '../use-people.ts';
import { answered, ask } from '../api-client.ts';
import { ruleInWords } from './rule.ts';

/** All series, those with occurrences that could not be opened first. */
export function SeriesDrawer({
  communityIds,
  onClose,
}: {
  communityIds: ReadonlySet<string>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { items, hasFailed } = useSeries(communityIds);
  useDialogFocus();
  return (
    <Drawer open title={t('plan.series')} size={520} onClose={onClose}>
      {hasFailed && <Alert type="error" showIcon title={t('listNotRead')} />}
      {!items && !hasFailed && <Spin aria-label={t('loading')} />}
      {items?.length === 0 && !hasFailed && <p className="quiet">{t('plan.noSeries')}</p>}
      <ul className="plan-list">
        {items?.map((series) => (
          <li key={series.id} className="plan-item">
            <SeriesItem series={series} />
          </li>
        ))}
      </ul>
    </Drawer>
  );
}

function SeriesItem({ series }: { series: SeriesFragment }) {
  const { t } = useTranslation();
  const { elder, kind, rule, startsAt, failed, skipped, endsBefore, note } = series;
  return (
    <>
      <strong>
        {[elder?.displayName ?? t('nameHidden'), kind?.name].filter(Boolean).join(' · ')}
      </strong>
      <span>
        {ruleInWords(rule, t)} {startsAt.slice(11, 16)}
      </span>
      {note && <span className="quiet">{note}</span>}
      {failed.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('plan.seriesFailed', {
            count: failed.length,
            when: failed.slice(-3).map(plain).join(t('listComma')),
          })}
        />
      )}
      {skipped.length > 0 && (
        <span className="quiet">{t('plan.seriesSkipped', { count: skipped.length })}</span>
      )}
      {endsBefore && (
        <span className="quiet">{t('plan.seriesEnded', { when: plain(endsBefore) })}</span>
      )}
    </>
  );
}

function useSeries(communityIds: ReadonlySet<string>) {
  const client = useClient();
  const { items, ...rest } = usePages<SeriesFragment>(async (after) => {
    const requestSeries = answered(
      (await ask(client, SeriesListDocument, { after })).requestSeries,
    );
    const own = requestSeries.edges
      .map(({ node }) => node)
      .filter(({ elder }) => communityIds.has(elder?.community?.id ?? ''));
    return { found: own, pageInfo: requestSeries.pageInfo };
  });
  return { ...rest, items: items?.toSorted((left, right) => rank(left) - rank(right)) };
}

function rank({ failed, endsBefore }: SeriesFragment): number {
  return (failed.length > 0 ? 0 : 1) + (endsBefore ? 2 : 0);
}

function plain(occurrence: string): string {
  return occurrence.slice(0, 16).replace('T', ' ');
}
