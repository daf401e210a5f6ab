import { Link } from '@tanstack/react-router';
import { GitMerge, Pencil, Trash2 } from 'lucide-react';
import { ActionMenu } from '@/components/ui/action-menu';
import type { Kind, Label } from '../api';
import { t } from '../messages';

export type Asked = { what: 'rename' | 'merge' | 'delete'; label: Label };

const filterOf = (kind: Kind, name: string) =>
  kind === 'merchants'
    ? { merchant: name }
    : kind === 'tags'
      ? { tag: [name] }
      : { payment_method: name };

type Props = { kind: Kind; labels: readonly Label[]; onAsk: (asked: Asked) => void };

/** Each name with the way to its expenses, and what can be done with it. */
export function LabelList({ kind, labels, onAsk }: Props) {
  return (
    <ul className="divide-y divide-line">
      {labels.map((label) => (
        <li key={label.id} className="flex items-center gap-3 px-4 py-1.5 sm:px-5">
          <span className="min-w-0 flex-1 font-medium break-words">
            <bdi>{label.name}</bdi>
          </span>
          {label.count > 0 ? (
            <Link
              to="/expenses"
              search={filterOf(kind, label.name)}
              className="py-2.5 text-sm text-accent hover:underline"
            >
              {t('labels.used', { count: label.count })}
            </Link>
          ) : (
            <span className="text-sm text-text-3">{t('labels.unused')}</span>
          )}
          <ActionMenu
            label={t('labels.actions', { name: label.name })}
            actions={[
              {
                name: t('labels.rename'),
                icon: <Pencil size={18} />,
                run: () => onAsk({ what: 'rename', label }),
              },
              {
                name: t('labels.merge'),
                icon: <GitMerge size={18} />,
                run: () => onAsk({ what: 'merge', label }),
              },
              {
                name: t('labels.delete'),
                icon: <Trash2 size={18} />,
                run: () => onAsk({ what: 'delete', label }),
                danger: true,
              },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
