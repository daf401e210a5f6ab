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
  Icon: LucideIcon;
};

/** The places of the app, in the order of every menu. */
export const places: readonly Place[] = [
  { to: '/', name: 'Home', Icon: House },
  { to: '/expenses', name: 'Expenses', Icon: ListOrdered },
  { to: '/reports', name: 'Reports', Icon: ChartColumn },
  { to: '/import', name: 'Import', Icon: FileUp },
  { to: '/trash', name: 'Trash', Icon: Trash2 },
  { to: '/settings', name: 'Settings', Icon: Settings },
];
