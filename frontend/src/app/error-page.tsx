import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { Card, Page } from '@/components/ui/page';
import { EmptyState, ErrorState } from '@/components/ui/states';
import { t } from './messages';

/** A page that failed as a whole; the menu around it still works. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Page title={t('app.error')}>
      <Card>
        <ErrorState error={error} what={t('app.error.page')} onRetry={reset} />
      </Card>
    </Page>
  );
}

export function NotFoundPage() {
  return (
    <Page title={t('app.missing')}>
      <Card>
        <EmptyState
          icon={<Compass size={28} />}
          title={t('app.missing.title')}
          actions={
            <Link to="/" className={buttonClass('primary')}>
              {t('app.missing.home')}
            </Link>
          }
        >
          {t('app.missing.why')}
        </EmptyState>
      </Card>
    </Page>
  );
}
