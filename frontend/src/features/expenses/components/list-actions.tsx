import { Download, ListChecks } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DownloadMenu } from '@/components/ui/download-menu';
import { exportPath } from '../bulk-api';
import type { Filters } from '../filters';
import type { Selection } from '../selection';
import { t } from '../bulk-messages';

type Props = { filters: Filters; selection: Selection };

/** What can be done with the list as a whole: choosing rows, taking it away as a file. */
export function ListActions({ filters, selection }: Props) {
  return (
    <div className="mb-3 flex flex-wrap justify-end gap-2 print:hidden">
      <Button
        aria-pressed={selection.on}
        onClick={() => (selection.on ? selection.stop() : selection.start())}
      >
        <ListChecks size={18} aria-hidden="true" />
        {t('bulk.select')}
      </Button>
      <ExportMenu filters={filters} />
    </div>
  );
}

/** All that the list shows, as a file. */
export function ExportMenu({ filters }: { filters: Filters }) {
  const csv = exportPath(filters, 'csv');
  return (
    <DownloadMenu
      label={t('bulk.export')}
      files={[
        { name: t('bulk.export.csv'), href: csv },
        { name: t('bulk.export.excel'), href: `${csv}&bom=true` },
        { name: t('bulk.export.json'), href: exportPath(filters, 'json') },
      ]}
    >
      <Download size={18} aria-hidden="true" />
      {t('bulk.export')}
    </DownloadMenu>
  );
}
