// One story whose steps build on each other, for tests of a whole machine: each line is one thing that holds,
// and after a step that failed, those that need it are skipped. Prints what ./dev check counts.
const counts = { passed: 0, failed: 0, skipped: 0 };
let broken;

// vital: what comes after can't hold without it.
export async function test(sentence, body, { vital = false } = {}) {
  if (broken) {
    counts.skipped += 1;
    console.log(`skip ${sentence}: it needs what failed before (${broken})`);
    return;
  }
  try {
    await body();
    counts.passed += 1;
    console.log(`ok ${sentence}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`not ok ${sentence}\n    ${String(error.stack ?? error).split('\n').join('\n    ')}`);
    if (vital) broken = sentence;
  }
}

export function equal(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

export const failed = () => counts.failed;

// Prints the sum and ends the process.
export function finish() {
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed === 0 ? 0 : 1);
}
