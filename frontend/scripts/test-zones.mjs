// The rules without a page once more in each of four time zones: a day must be the same in all.
import { spawnSync } from 'node:child_process';

const zones = ['UTC', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Kiritimati'];
for (const zone of zones) {
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--exclude', '**/*.test.tsx', 'src/lib', 'src/features'],
    { stdio: 'inherit', env: { ...process.env, TZ: zone } },
  );
  if (status !== 0) {
    console.error(`not ok the tests in ${zone}`);
    process.exit(1);
  }
  console.log(`ok the tests in ${zone}`);
}
