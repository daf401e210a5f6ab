import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Card, Page } from '@/components/ui/page';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { useCommands, type Command } from '@/lib/commands/registry';
import { newIdempotencyKey } from '@/lib/http';
import { explain } from '@/lib/problem';
import { categoriesQuery, type Category } from '@/features/categories/api';
import { changeCategory, refreshCategories } from '@/features/categories/changes';
import { CategoryForm } from '@/features/categories/components/category-form';
import { CategoryList } from '@/features/categories/components/category-list';
import type { Asked } from '@/features/categories/components/category-row';
import { MoveDialog } from '@/features/categories/components/move-dialog';
import { t } from '@/features/categories/messages';

export function CategoriesPage() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(categoriesQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const commands = useMemo<Command[]>(
    () => [
      {
        id: 'add-category',
        name: t('categories.add'),
        group: 'general',
        keys: ['a'],
        run: () => setAsked({ what: 'add', parent: null }),
      },
    ],
    [],
  );
  useCommands(commands);
  const archive = useMutation({
    mutationFn: ({ category, archived }: { category: Category; archived: boolean }) =>
      changeCategory(category, { archived }, newIdempotencyKey()),
    onSuccess: (saved, { archived }) => {
      const { name } = saved;
      toast({
        text: t(archived ? 'categories.archived' : 'categories.unarchived', { name }),
        undo: () => archive.mutate({ category: saved, archived: !archived }),
      });
      return refreshCategories(client);
    },
    onError: (problem) => {
      toast({ text: t('categories.not-done', { why: explain(problem) }), tone: 'error' });
      return client.invalidateQueries({ queryKey: categoriesQuery.queryKey });
    },
  });
  // The list may have been fetched again while the dialog was open.
  const now = (category: Category) => data?.find(({ id }) => id === category.id) ?? category;
  return (
    <Page
      title={t('categories.title')}
      lead={t('categories.lead')}
      actions={
        <Button look="primary" onClick={() => setAsked({ what: 'add', parent: null })}>
          <Plus size={18} aria-hidden="true" />
          {t('categories.add')}
        </Button>
      }
    >
      {data ? (
        <CategoryList
          categories={data}
          onAsk={setAsked}
          onArchive={(category, archived) => archive.mutate({ category, archived })}
        />
      ) : (
        <Card>
          {error ? (
            <ErrorState
              error={error}
              what={t('categories.failed')}
              onRetry={() => void refetch()}
            />
          ) : (
            <SkeletonRows count={7} label={t('categories.loading')} />
          )}
        </Card>
      )}
      {data && (asked?.what === 'add' || asked?.what === 'edit') ? (
        <Dialog
          open
          onClose={close}
          title={
            asked.what === 'edit'
              ? t('categories.form.edit', { name: asked.category.name })
              : t('categories.form.add')
          }
        >
          <CategoryForm
            categories={data}
            {...(asked.what === 'edit' ? { category: asked.category } : { parent: asked.parent })}
            onDone={close}
          />
        </Dialog>
      ) : null}
      {data && (asked?.what === 'merge' || asked?.what === 'delete') ? (
        <MoveDialog
          what={asked.what}
          category={now(asked.category)}
          categories={data}
          onClose={close}
        />
      ) : null}
    </Page>
  );
}
