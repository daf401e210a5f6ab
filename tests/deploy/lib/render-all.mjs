// Renders everything once into a folder that all test files read (DEPLOY_RENDERS).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render, renderers, sources } from './renders.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
if (renderers.length > 0) {
  for (const name of Object.keys(sources)) {
    // A folder that does not render is the render test's to report.
    try {
      writeFileSync(join(folder, `${name}.yaml`), render(name));
    } catch {}
  }
}
