import { fold } from '@/lib/fold';
import type { Category } from './api';

export type Branch = { category: Category; children: Category[] };

/** The two levels, in the list's order. What has lost its parent stands at the top. */
export function branches(categories: readonly Category[]): Branch[] {
  const tops = new Map<number, Branch>();
  for (const category of categories) {
    if (category.parent_id === null) tops.set(category.id, { category, children: [] });
  }
  for (const category of categories) {
    if (category.parent_id === null) continue;
    const parent = tops.get(category.parent_id);
    if (parent) parent.children.push(category);
    else tops.set(category.id, { category, children: [] });
  }
  return [...tops.values()];
}

/** What a new entry may have: not what is archived, but for the one that it has already. */
export function offered(categories: readonly Category[], current?: string): Category[] {
  return categories.filter(({ archived, name }) => !archived || name === current);
}

/** `Food › Groceries`, or the name alone. */
export function fullName(category: Category, categories: readonly Category[]): string {
  const parent = categories.find(({ id }) => id === category.parent_id);
  return parent ? `${parent.name} › ${category.name}` : category.name;
}

export function findByName(categories: readonly Category[], name: string): Category | undefined {
  const wanted = fold(name);
  return categories.find((category) => fold(category.name) === wanted);
}

/** The name of the category where entries without one go, in place of "Other" when it is renamed. */
export function knownName(categories: readonly Category[], name: string): string {
  if (name !== 'Other' || categories.some((one) => one.name === name)) return name;
  return categories.find(({ fallback }) => fallback)?.name ?? name;
}

/** Which of these the category may go below: top ones that are in use, unless it has children. */
export function possibleParents(
  categories: readonly Category[],
  category: Category | null,
): Category[] {
  if (category?.fallback || categories.some(({ parent_id }) => parent_id === category?.id))
    return [];
  return categories.filter(
    ({ id, parent_id, archived }) => parent_id === null && !archived && id !== category?.id,
  );
}

/** The ids of siblings with one moved to another place among them. */
export function moved(ids: readonly number[], from: number, to: number): number[] {
  const next = ids.filter((_, place) => place !== from);
  const id = ids[from];
  if (id === undefined) return [...ids];
  next.splice(Math.max(0, Math.min(to, next.length)), 0, id);
  return next;
}

/** The categories of a group in this order, in the places that they have among all. */
export function reordered(categories: readonly Category[], ids: readonly number[]): Category[] {
  const group = new Set(ids);
  const byId = new Map(categories.map((category) => [category.id, category]));
  const queue = [...ids];
  const flat = categories.map((category) =>
    group.has(category.id) ? (byId.get(queue.shift() ?? -1) ?? category) : category,
  );
  // Children follow their parent to its new place.
  return branches(flat).flatMap(({ category, children }) => [category, ...children]);
}

/** Pairs of colours to choose from: for the light and for the dark theme. */
export const palette: readonly [name: ColorName, light: string, dark: string][] = [
  ['red', '#fee2e2', '#7f1d1d'],
  ['orange', '#ffedd5', '#7c2d12'],
  ['yellow', '#fef9c3', '#713f12'],
  ['lime', '#ecfccb', '#365314'],
  ['green', '#dcfce7', '#14532d'],
  ['teal', '#ccfbf1', '#134e4a'],
  ['cyan', '#cffafe', '#164e63'],
  ['blue', '#dbeafe', '#1e3a8a'],
  ['indigo', '#e0e7ff', '#312e81'],
  ['purple', '#f3e8ff', '#581c87'],
  ['pink', '#fce7f3', '#831843'],
  ['grey', '#e5e7eb', '#374151'],
];
export type ColorName =
  | 'red'
  | 'orange'
  | 'yellow'
  | 'lime'
  | 'green'
  | 'teal'
  | 'cyan'
  | 'blue'
  | 'indigo'
  | 'purple'
  | 'pink'
  | 'grey';

/** Pictures to choose from; any other emoji can be typed. */
export const pictures =
  '🍕 🥕 🍽️ ☕ 🛒 🛍️ 🎁 🏠 🔧 💡 📱 🚗 🚌 🚆 ✈️ 🏨 🎬 🎮 🎵 📚 🎓 👕 💇 💪 💊 🦷 👶 🐾 🌱 💼 🧾 🏦 📦'.split(
    ' ',
  );
