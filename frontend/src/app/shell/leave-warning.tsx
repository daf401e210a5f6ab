import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { t } from './offline-messages';

type Props = { count: number; busy: boolean; onStay: () => void; onLeave: () => void };

/** Signing out forgets what is on this device, also what was never sent. */
export function LeaveWarning({ count, busy, onStay, onLeave }: Props) {
  return (
    <Dialog open onClose={onStay} title={t('offline.leave')} size="small">
      <p className="text-text-2">{t('offline.leave.why', { count })}</p>
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button look="primary" onClick={onStay}>
          {t('offline.leave.stay')}
        </Button>
        <Button look="danger" busy={busy} onClick={onLeave}>
          {t('offline.leave.go')}
        </Button>
      </div>
    </Dialog>
  );
}
