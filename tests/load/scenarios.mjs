// What is asked: for each scenario the requests of wrk, and one request to learn its statements from.
const categories = ['Food', 'Entertainment', 'Health', 'Utilities', 'Transport', 'Shopping', 'Other'];

const fill = (count, make) => Array.from({ length: count }, (_, n) => make(n));
const turn = (people, n) => people[n % people.length];
const idOf = (person, n) => person.ids[(n * 7919) % person.ids.length];

const body = (n) => JSON.stringify({ title: `Bench ${n % 97}`, amount: `${n % 900 + 1}.50`,
  category: categories[n % 7], date: `2026-0${1 + (n % 9)}-${10 + (n % 18)}` });

export const paths = { all: '/api/expenses?limit=20',
  filtered: '/api/expenses?category=Food&from=2020-01-01&to=2024-12-31&min=100&limit=20' };

// people: 1,000 expenses each; one, tenth and large: one person each; deep: for each of the paths a page in
// the middle of the large list.
export function scenarios({ people, tiny, tenth, large, deep }) {
  const get = (path) => fill(people.length, (n) => ['GET', path, turn(people, n).token]);
  const of = (person, path) => [['GET', path, person.token]];
  const adds = fill(2_000, (n) => ['POST', '/api/expenses', turn(people, n).token, body(n)]);
  const gets = fill(2_000, (n) => ['GET', `/api/expenses/${idOf(turn(people, n), n)}`, turn(people, n).token]);
  const lists = get('/api/expenses?limit=20');
  const mix = fill(2_000, (n) => {
    const at = n % 20;
    if (at < 14) return turn(lists, n);
    if (at < 16) return gets[n];
    if (at < 18) return adds[n];
    return ['GET', `/api/expenses/reports/${at === 18 ? 'summary' : 'categories'}`, turn(people, n).token];
  });
  // Two halves, one for each thread; a row is deleted, and taken back long after.
  const half = (from) => {
    const some = people.filter((_, n) => n % 2 === from);
    const rows = fill(800, (n) => [turn(some, n), turn(some, n).ids[500 + Math.floor(n / some.length) % 400]]);
    return [...rows.map(([person, id]) => ['DELETE', `/api/expenses/${id}`, person.token]),
      ...rows.map(([person, id]) => ['POST', `/api/expenses/${id}/restore`, person.token])];
  };
  return [
    { key: 'list20', name: 'List of 20', requests: lists, ceiling: true },
    { key: 'list100', name: 'List of 100', requests: get('/api/expenses?limit=100'), ceiling: true },
    { key: 'get', name: 'One expense', requests: gets, ceiling: true },
    { key: 'add', name: 'Add', requests: adds, ceiling: true },
    { key: 'update', name: 'Update', ceiling: true, requests: fill(2_000, (n) => ['PUT',
      `/api/expenses/${idOf(turn(people, n), n)}`, turn(people, n).token, JSON.stringify({ amount: `${n % 500 + 1}.25` })]) },
    { key: 'delete', name: 'Delete and restore', requests: [...half(0), ...half(1)], slices: true },
    { key: 'summary', name: 'Summary', requests: get('/api/expenses/reports/summary'), ceiling: true },
    { key: 'categories', name: 'Categories', requests: get('/api/expenses/reports/categories'), ceiling: true },
    { key: 'monthly', name: 'Monthly', requests: get('/api/expenses/reports/monthly'), ceiling: true },
    { key: 'mix', name: 'The mix', requests: mix },
    { key: 'first', name: 'First page of the largest ledger', requests: of(large, paths.all) },
    { key: 'deep', name: 'Page in its middle', requests: of(large, deep.all) },
    { key: 'filtered', name: 'First page of it, filtered', requests: of(large, paths.filtered) },
    { key: 'filteredDeep', name: 'Page in the middle of that', requests: of(large, deep.filtered) },
    { key: 'search', name: 'Text search in it', requests: of(large, '/api/expenses?q=zanzibar&limit=20') },
    { key: 'searchWord', name: 'Text search for a common word', requests: of(large, '/api/expenses?q=coffee&limit=20') },
    ...[['Tiny', tiny], ['Small', people[0]], ['Tenth', tenth], ['Large', large]].flatMap(([size, person]) =>
      ['summary', 'categories', 'monthly'].map((report) => ({ key: `${report}${size}`, growth: true,
        name: `${report}, ${size.toLowerCase()} ledger`, requests: of(person, `/api/expenses/reports/${report}`) }))),
  ];
}
