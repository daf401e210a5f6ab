import { Link } from '@tanstack/react-router';
import { rich } from '@/lib/i18n/rich';
import { t } from '../messages';

const look = 'min-h-6 font-semibold text-accent underline';

/** From an expense to the rule that made it, or to a new rule that begins with it. */
export function RepeatLink({
  expense,
}: {
  expense: { id: number; recurring_id?: number | undefined };
}) {
  return (
    <p className="mb-3 text-sm text-text-2">
      {expense.recurring_id === undefined ? (
        <Link to="/recurring/new" search={{ from: String(expense.id) }} className={look}>
          {t('recurring.repeat')}
        </Link>
      ) : (
        rich(
          t.parts('recurring.part-of', {
            link: (
              <Link
                to="/recurring/$id"
                params={{ id: String(expense.recurring_id) }}
                className={look}
              >
                {t('recurring.part-of.show')}
              </Link>
            ),
          }),
        )
      )}
    </p>
  );
}
