import { useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/page';
import type { User } from '@/features/session/schema';
import { DeleteAccount } from './delete-account';
import { Line } from './line';
import { t } from '../account-messages';

/** Taking everything along, and leaving. */
export function OwnAccount({ user }: { user: User }) {
  const [leaving, setLeaving] = useState(false);
  return (
    <Card title={t('account.own')}>
      <div className="divide-y divide-line">
        <Line title={t('account.export')} text={t('account.export.hint')}>
          <a href="/api/account/export" download className={buttonClass()}>
            {t('account.export.do')}
          </a>
        </Line>
        <Line title={t('account.delete')} text={t('account.delete.hint')}>
          <Button look="danger" onClick={() => setLeaving(true)}>
            {t('account.delete.do')}
          </Button>
        </Line>
      </div>
      {leaving ? <DeleteAccount user={user} onClose={() => setLeaving(false)} /> : null}
    </Card>
  );
}
