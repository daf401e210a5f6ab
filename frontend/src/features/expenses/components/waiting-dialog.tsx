import { useRef } from 'react';
import { Dialog } from '@/components/ui/dialog';
import type { Waiting } from '../waiting';
import { t } from '../waiting-messages';
import { ExpenseForm } from './expense-form';

/** Corrects an expense that waits. A chunk of its own: every page has the list, few ever the form. */
export function WaitingDialog({ waiting, onClose }: { waiting: Waiting; onClose: () => void }) {
  const amount = useRef<HTMLInputElement>(null);
  return (
    <Dialog open onClose={onClose} title={t('waiting.form')} initialFocus={amount}>
      <ExpenseForm waiting={waiting} amountRef={amount} onDone={onClose} />
    </Dialog>
  );
}
