import { useMutation } from '@tanstack/react-query';
import { toast } from '@/components/ui/toast';
import { explain } from '@/lib/problem';
import { saveFile } from '@/lib/save-file';
import { fetchFile, type FileKind } from './bulk-api';
import type { Sort } from './filters';
import { t } from './bulk-messages';

type Wanted = { ids: readonly number[]; kind: FileKind; sort: Sort | undefined };

/** Fetches a file with the chosen entries and hands it to the browser; says so when that fails. */
export function useExport() {
  return useMutation({
    mutationFn: ({ ids, kind, sort }: Wanted) => fetchFile(ids, kind, sort),
    onSuccess: ({ name, content }) => saveFile(name, content),
    onError: (error) =>
      toast({ text: t('bulk.not-exported', { why: explain(error) }), tone: 'error' }),
  });
}
