import {
  ChartColumn,
  FileUp,
  House,
  ListOrdered,
  Settings,
  Trash2,
  type LucideIcon,
} from 'lucide-react';

export type Place = {
  to: '/' | '/expenses' | '/reports' | '/import' | '/trash' | '/settings';
  name: string;
  /** The key that leads there, after `g`. */
  key: string;
  Icon: LucideIcon;
};

/** The places of the app, in the order of every menu. */
export const places: readonly Place[] = [
  { to: '/', name: 'Home', key: 'h', Icon: House },
  { to: '/expenses', name: 'Expenses', key: 'e', Icon: ListOrdered },
  { to: '/reports', name: 'Reports', key: 'r', Icon: ChartColumn },
  { to: '/import', name: 'Import', key: 'i', Icon: FileUp },
  { to: '/trash', name: 'Trash', key: 't', Icon: Trash2 },
  { to: '/settings', name: 'Settings', key: 's', Icon: Settings },
];
