import {
  ChartColumn,
  FileUp,
  House,
  ListOrdered,
  Repeat,
  Settings,
  Store,
  Target,
  Tags,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { t } from '../messages';

export type Place = {
  to:
    | '/'
    | '/expenses'
    | '/reports'
    | '/budgets'
    | '/categories'
    | '/merchants'
    | '/recurring'
    | '/import'
    | '/trash'
    | '/settings';
  name: () => string;
  /** The key that leads there, after `g`. */
  key: string;
  Icon: LucideIcon;
  /** One of the three that a phone shows at its lower edge; the rest is behind More. */
  main?: true;
};

/** The places of the app, in the order of every menu. */
export const places: readonly Place[] = [
  { to: '/', name: () => t('app.nav.home'), key: 'h', Icon: House, main: true },
  { to: '/expenses', name: () => t('app.nav.expenses'), key: 'e', Icon: ListOrdered, main: true },
  { to: '/reports', name: () => t('app.nav.reports'), key: 'r', Icon: ChartColumn, main: true },
  { to: '/budgets', name: () => t('app.nav.budgets'), key: 'b', Icon: Target },
  { to: '/categories', name: () => t('app.nav.categories'), key: 'c', Icon: Tags },
  { to: '/recurring', name: () => t('app.nav.recurring'), key: 'p', Icon: Repeat },
  { to: '/merchants', name: () => t('app.nav.merchants'), key: 'm', Icon: Store },
  { to: '/import', name: () => t('app.nav.import'), key: 'i', Icon: FileUp },
  { to: '/trash', name: () => t('app.nav.trash'), key: 't', Icon: Trash2 },
  { to: '/settings', name: () => t('app.nav.settings'), key: 's', Icon: Settings },
];
