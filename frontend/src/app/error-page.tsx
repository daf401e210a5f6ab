import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { buttonClass } from '@/components/ui/button';
import { Card, Page } from '@/components/ui/page';
import { EmptyState, ErrorState } from '@/components/ui/states';

/** A page that failed as a whole; the menu around it still works. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="Something went wrong">
      <Card>
        <ErrorState error={error} what="This page could not be shown." onRetry={reset} />
      </Card>
    </Page>
  );
}

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <Card>
        <EmptyState
          icon={<Compass size={28} />}
          title="There is nothing at this address"
          actions={
            <Link to="/" className={buttonClass('primary')}>
              Go to the start
            </Link>
          }
        >
          The link may be old or mistyped.
        </EmptyState>
      </Card>
    </Page>
  );
}
