import { Download, ListChecks } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { DownloadMenu } from '@/components/ui/download-menu';
import { exportPath, type FileKind } from '../bulk-api';
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
      <ExportMenu by={(kind) => ({ href: exportPath(filters, kind) })} />
    </div>
  );
}

type ExportProps = {
  /** How a file of this kind is had. */
  by: (kind: FileKind) => { href: string } | { fetch: () => void };
  disabled?: boolean;
};

/** Entries as a file, of one kind or another. */
export function ExportMenu({ by, disabled = false }: ExportProps) {
  return (
    <DownloadMenu
      label={t('bulk.export')}
      disabled={disabled}
      files={[
        { name: t('bulk.export.csv'), ...by('csv') },
        { name: t('bulk.export.excel'), ...by('excel') },
        { name: t('bulk.export.json'), ...by('json') },
      ]}
    >
      <Download size={18} aria-hidden="true" />
      {t('bulk.export')}
    </DownloadMenu>
  );
}
