import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// `npm audit` of what is shipped, with exceptions that end by themselves. Options, for tests and for looking back:
// --report FILE instead of asking, --exceptions FILE, --today YYYY-MM-DD, --only-exceptions to look at nothing else.
const root = new URL('../', import.meta.url);
const LONGEST_DAYS = 90;
const DAY_MS = 86_400_000;
const isDay = (text) =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) === true;
const { values: given } = parseArgs({
  options: {
    report: { type: 'string' },
    exceptions: { type: 'string', default: fileURLToPath(new URL('audit-exceptions.json', root)) },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    'only-exceptions': { type: 'boolean', default: false },
  },
});

function readReport() {
  if (given.report !== undefined) return JSON.parse(readFileSync(given.report, 'utf8'));
  const answer = spawnSync('npm', ['audit', '--json', '--omit=dev'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(answer.stdout);
}

/** Every advisory of a report, once, with the packages it concerns. */
function advisoriesOf({ vulnerabilities }) {
  const found = new Map();
  for (const { name, via } of Object.values(vulnerabilities))
    for (const advisory of via.filter((one) => typeof one === 'object')) {
      const id = advisory.url.split('/').at(-1);
      found.set(id, { id, name, title: advisory.title, severity: advisory.severity });
    }
  return [...found.values()];
}

function faultsOfExceptions(exceptions) {
  return exceptions.flatMap(({ advisory, reason, since, until }) => {
    const name = advisory ?? 'an exception without an advisory';
    if (!/^GHSA(-[0-9a-z]{4}){3}$/.test(name))
      return [`${name}: name the advisory like GHSA-xxxx-xxxx-xxxx.`];
    if (!((reason ?? '').trim().length >= 20))
      return [`${name}: say in a sentence why it does no harm here.`];
    if (!isDay(since) || !isDay(until)) return [`${name}: give since and until as YYYY-MM-DD.`];
    if (since > until) return [`${name}: it ends before it begins.`];
    if (Date.parse(until) - Date.parse(since) > LONGEST_DAYS * DAY_MS)
      return [`${name}: give it at most ${LONGEST_DAYS} days.`];
    return until < given.today ? [`${name}: it expired on ${until}. Update the package, or look again.`] : [];
  });
}

function faultsOfReport(exceptions) {
  const report = readReport();
  if (report.vulnerabilities === undefined)
    return [`npm audit gave no report: ${report.message ?? report.error?.summary ?? 'no reason'}`];
  const advisories = advisoriesOf(report);
  const excepted = new Set(exceptions.map(({ advisory }) => advisory));
  const open = advisories.filter(({ id }) => !excepted.has(id));
  const ids = new Set(advisories.map(({ id }) => id));
  return [
    ...open.map(({ id, name, severity, title }) => `${id} (${severity}) in ${name}: ${title}`),
    ...[...excepted]
      .filter((id) => !ids.has(id))
      .map((id) => `${id}: nothing needs this exception any more.`),
  ];
}

const exceptions = existsSync(given.exceptions) ? JSON.parse(readFileSync(given.exceptions, 'utf8')) : [];
const faults = [
  ...faultsOfExceptions(exceptions),
  ...(given['only-exceptions'] ? [] : faultsOfReport(exceptions)),
];
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`No open advisory; ${exceptions.length} excepted.`);
process.exitCode = faults.length === 0 ? 0 : 1;
