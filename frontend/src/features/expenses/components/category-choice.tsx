import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { ChoiceMenu } from '@/components/ui/choice-menu';
import { Dialog } from '@/components/ui/dialog';
import { categoriesQuery } from '@/features/categories/api';
import { offered } from '@/features/categories/model';
import { t } from '../list-messages';

const CategoryForm = lazy(async () => {
  const { CategoryForm: component } =
    await import('@/features/categories/components/category-form');
  return { default: component };
});

type Props = {
  anchor: HTMLElement;
  label: string;
  /** The category that is there now; '' when there is none in common. */
  value: string;
  onChoose: (category: string) => void;
  onClose: () => void;
};

/** A category to choose from a menu; one that isn't there is made and then chosen. */
export function CategoryChoice({ anchor, label, value, onChoose, onClose }: Props) {
  const { data } = useQuery(categoriesQuery);
  const [adding, setAdding] = useState(false);
  const close = () => {
    onClose();
    anchor.focus({ preventScroll: true });
  };
  if (!data) return null;
  if (adding) {
    return (
      <Dialog open onClose={close} title={t('list.category.new')}>
        <Suspense>
          <CategoryForm
            categories={data}
            onDone={({ name }) => {
              onChoose(name);
              close();
            }}
          />
        </Suspense>
      </Dialog>
    );
  }
  return (
    <ChoiceMenu
      anchor={anchor}
      label={label}
      value={value}
      options={offered(data, value).map(({ name, icon }) => ({ value: name, picture: icon }))}
      more={{ name: t('list.category.new'), onChoose: () => setAdding(true) }}
      onChoose={onChoose}
      onClose={onClose}
    />
  );
}
