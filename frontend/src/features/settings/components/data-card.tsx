import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Card } from '@/components/ui/page';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { addSamples, clearExpenses, refreshExpenses, removeSamples } from '@/features/expenses/api';
import { Line } from './line';
import { t } from '../messages';

/** What can be done with all of one's data. */
export function DataCard({ samples }: { samples: boolean }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const done = { onSettled: () => refreshExpenses(client) };
  const failed = (error: unknown) => toast({ text: explain(error), tone: 'error' });
  const add = useMutation({
    mutationFn: () => addSamples(20),
    onSuccess: () => toast({ text: t('settings.samples.added', { count: 20 }) }),
    onError: failed,
    ...done,
  });
  const remove = useMutation({
    mutationFn: removeSamples,
    onSuccess: (count) =>
      toast({
        text: count === 0 ? t('settings.samples.none') : t('settings.samples.removed', { count }),
      }),
    onError: failed,
    ...done,
  });
  const clear = useMutation({
    mutationFn: clearExpenses,
    onSuccess: (count) => {
      setAsking(false);
      toast({ text: t('settings.cleared', { count }) });
    },
    ...done,
  });
  return (
    <Card title={t('settings.data')}>
      <div className="divide-y divide-line">
        <Line title={t('settings.import')} text={t('settings.import.hint')}>
          <Link to="/import" className={buttonClass()}>
            {t('settings.import.do')}
          </Link>
        </Line>
        <Line title={t('settings.trash')} text={t('settings.trash.hint')}>
          <Link to="/trash" className={buttonClass()}>
            {t('settings.trash.do')}
          </Link>
        </Line>
        {samples ? (
          <Line title={t('settings.samples')} text={t('settings.samples.hint')}>
            <Button busy={add.isPending} onClick={() => add.mutate()}>
              {t('settings.samples.add')}
            </Button>
            <Button busy={remove.isPending} onClick={() => remove.mutate()}>
              {t('settings.samples.remove')}
            </Button>
          </Line>
        ) : null}
        <Line title={t('settings.clear')} text={t('settings.clear.hint')}>
          <Button look="danger" onClick={() => setAsking(true)}>
            {t('settings.clear.do')}
          </Button>
        </Line>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('settings.clear.ask')}
        size="small"
      >
        <p className="text-text-2">{t('settings.clear.why')}</p>
        {clear.isError ? (
          <p className="mt-3 text-sm font-medium text-danger">{explain(clear.error)}</p>
        ) : null}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button onClick={() => setAsking(false)}>{t('settings.clear.keep')}</Button>
          <Button look="danger" busy={clear.isPending} onClick={() => clear.mutate()}>
            {t('settings.clear.confirm')}
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
