import { Button } from '@/components/ui/button';
import { t } from '../messages';

type Props = {
  /** How many rows an import would add. */
  fresh: number;
  saving: boolean;
  checking: boolean;
  stopped: boolean;
  /** Whether the rows were checked. */
  ready: boolean;
  onImport: () => void;
  onStop: () => void;
  onCheck: () => void;
  onCancel: () => void;
};

/** What can be done with the file, and what is being done. */
export function ReviewActions({
  fresh,
  saving,
  checking,
  stopped,
  ready,
  onImport,
  onStop,
  onCheck,
  onCancel,
}: Props) {
  return (
    <div className="sticky bottom-20 z-20 rounded-2xl border border-line bg-surface p-3 shadow-float sm:bottom-4">
      <p role="status" className="text-sm text-text-2 not-empty:mb-3">
        {saving ? t('import.saving') : stopped ? t('import.stopped') : null}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button
          look="primary"
          className="flex-auto sm:flex-none"
          busy={saving}
          disabled={!ready || fresh <= 0}
          onClick={onImport}
        >
          {saving
            ? t('import.importing')
            : checking
              ? t('import.checking')
              : fresh > 0
                ? t('import.do', { count: fresh })
                : t('import.nothing')}
        </Button>
        {checking || stopped ? (
          <Button onClick={stopped ? onCheck : onStop}>
            {stopped ? t('import.check-again') : t('import.stop-check')}
          </Button>
        ) : null}
        <Button onClick={onCancel} disabled={saving}>
          {t('import.choose-other')}
        </Button>
      </div>
    </div>
  );
}
