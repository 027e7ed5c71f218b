import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The software bill of materials of what is shipped, as CycloneDX. `npm sbom --omit=dev` leaves out packages that a
// development tool needs, too, so it is asked for everything, and what no dependency of ours leads to is taken out.
const root = fileURLToPath(new URL('../', import.meta.url));
const { dependencies, name, version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const options = ['--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const asked = {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
};
const bill = JSON.parse(execFileSync('npm', ['sbom', ...options], asked));

const self = `${name}@${version}`;
const leadsTo = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
leadsTo.set(
  self,
  leadsTo.get(self).filter((ref) => ref.slice(0, ref.lastIndexOf('@')) in dependencies),
);
const shipped = new Set([self]);
for (const ref of shipped) for (const next of leadsTo.get(ref) ?? []) shipped.add(next);

bill.metadata.component.name = name;
bill.components = bill.components.filter((component) => shipped.has(component['bom-ref']));
bill.dependencies = bill.dependencies
  .filter(({ ref }) => shipped.has(ref))
  .map(({ ref }) => ({ ref, dependsOn: leadsTo.get(ref) }));
process.stdout.write(`${JSON.stringify(bill, null, 2)}\n`);
