import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Combobox, type Option } from './combobox';

const all = { value: '', label: 'Everything' };
const field = (options: readonly Option[]) => (
  <Combobox label="For" value="" options={options} onChange={() => {}} />
);

test('what is being typed stays when the choices arrive meanwhile', async () => {
  const person = userEvent.setup();
  const { rerender } = render(field([all]));
  const input = screen.getByRole('combobox', { name: 'For' });
  await person.clear(input);
  await person.type(input, 'Foo');
  rerender(field([{ ...all }, { value: '1', label: 'Food' }, { value: '2', label: 'Travel' }]));
  expect(input).toHaveValue('Foo');
  expect(await screen.findByRole('option', { name: 'Food' })).toBeVisible();
  expect(screen.queryByRole('option', { name: 'Travel' })).not.toBeInTheDocument();
  await person.keyboard('{Escape}');
  await waitFor(() => expect(input).toHaveValue('Everything'));
});

test('a field that was emptied shows what is chosen once it is left', async () => {
  const person = userEvent.setup();
  render(field([all, { value: '1', label: 'Food' }]));
  const input = screen.getByRole('combobox', { name: 'For' });
  await person.tab();
  await person.clear(input);
  expect(input).toHaveValue('');
  await person.tab();
  await person.tab();
  await waitFor(() => expect(input).toHaveValue('Everything'));
});
