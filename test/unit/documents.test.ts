import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandTable } from '../../src/commands/table.js';
import { environment } from '../../src/config.js';
import { logLinesIn } from '../support/log-lines.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const documents = tracked.filter((file) => /^(docs\/.*|[^/]+)\.md$/.test(file));

/** What stands in backticks or in a fenced block, line by line. */
function codeOf(text: string): readonly string[] {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, body = '']) => body.split('\n'));
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+(?:\n[^`\n]+)?)`/g)];
  return [...fenced, ...inline.map(([, span = '']) => span.replace(/\n\s*/g, ' '))].map((code) =>
    code.trim(),
  );
}

/** `broadsheet --help` or a subcommand's, from the built program; asked once each. */
const helps = new Map<string, string>();
function help(...command: readonly string[]): string {
  const name = command.join(' ');
  const known = helps.get(name);
  if (known !== undefined) return known;
  const args = [join(ROOT, 'dist/src/cli.js'), ...command, '--help'];
  // Not in the repository, where a developer's .env may stand.
  const text = execFileSync(process.execPath, args, { encoding: 'utf8', cwd: join(ROOT, 'test') });
  helps.set(name, text);
  return text;
}

/** The names under "Commands:". */
function subcommands(...command: readonly string[]): readonly string[] {
  const list = help(...command).split('Commands:\n')[1] ?? '';
  return [...list.matchAll(/^ {2}([a-z][\w-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
}

/** Commands of ours in a document, as their words after `broadsheet`. */
function commandsIn(text: string): readonly string[][] {
  return codeOf(text).flatMap((code) => {
    const [, words] =
      /(?:npm run (?:-s )?broadsheet --|^broadsheet|bot broadsheet) ([^|&]+)/.exec(code) ?? [];
    return words === undefined || /^[A-Z]/.test(words) ? [] : [words.trim().split(/\s+/)];
  });
}

const variables = Object.keys(environment.shape);
/** What compose.yaml itself asks of `.env`. */
const composeNames = [...read('compose.yaml').matchAll(/\$\{([A-Z][A-Z0-9_]*):\?/g)].map(
  ([, name = '']) => name,
);
const exampleNames = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(
  ([, name = '']) => name,
);

describe('documents', () => {
  it('are there', () => {
    for (const file of [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'docs/adapters.md',
      'docs/operating.md',
      'docs/ranking.md',
    ])
      expect(documents).toContain(file);
    expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} The Broadsheet authors\n/);
  });

  it('have the commands of the channel as they are defined', () => {
    const shown = /<!-- commands -->\n([^]*?)<!-- \/commands -->/.exec(read('README.md'))?.[1] ?? '';
    const cells = (table: string) =>
      table
        .trim()
        .split('\n')
        .filter((line) => !/^[|\s:-]+$/.test(line))
        .map((line) => line.replace(/\s+/g, ' '));
    expect(cells(shown)).toEqual(cells(commandTable()));
  });

  describe.each(documents)('%s', (file) => {
    const text = read(file);
    const code = codeOf(text);

    it('names only files and folders that exist', () => {
      const named = code
        .flatMap((span) => span.split(/[\s,]+/))
        .map((word) => word.replace(/[).:;]+$/, ''))
        .filter(
          (word) =>
            /^(src|adapters|jobs|test|docs|bench|examples|deploy|\.ci)\/?[\w./-]*$/.test(word) &&
            word.includes('/'),
        );
      expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    });

    it('links only to files that exist', () => {
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(
        ([, target = '']) => target.split('#')[0] ?? '',
      );
      const local = links.filter((target) => target !== '' && !/^[a-z]+:/.test(target));
      expect(local.filter((target) => !tracked.includes(normalize(join(dirname(file), target))))).toEqual([]);
    });

    it('shows the code of the files that it says it shows', () => {
      const shown = [...text.matchAll(/^<!-- file: (\S+) -->\n\n```\w*\n([\s\S]*?)^```$/gm)];
      expect(shown).toHaveLength(text.match(/^<!-- file: /gm)?.length ?? 0);
      for (const [, path = '', body] of shown)
        expect(body, `paste ${path} into ${file} again`).toBe(read(path));
    });

    it('names only npm scripts that exist', () => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
      const named = [...text.matchAll(/\bnpm (?:run (?:(?:-s|--silent) )?([\w:-]+)|(start|test))\b/g)];
      expect(
        named.map(([, script, short]) => script ?? short ?? '').filter((name) => !(name in scripts)),
      ).toEqual([]);
    });

    it('names only commands and options that exist', () => {
      const wrong = commandsIn(text).filter((words) => {
        const [first = '', second = ''] = words;
        if (first.startsWith('--')) return !help().includes(first);
        if (!subcommands().includes(first)) return true;
        const inner = subcommands(first);
        if (inner.length > 0 && !inner.includes(second)) return true;
        const known = inner.length > 0 ? help(first, second) : help(first);
        return words.some((word) => word.startsWith('--') && !known.includes(word));
      });
      expect(wrong).toEqual([]);
      // Each command is asked for its help, in a process of its own.
    }, 120_000);

    it('names only settings that exist', () => {
      const named = code
        .flatMap((span) => [...span.matchAll(/^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=|$)/g)])
        .map(([, name = '']) => name);
      expect(named.filter((name) => ![...exampleNames, ...composeNames].includes(name))).toEqual([]);
    });
  });

  it('.env.example describes every setting, and nothing else', () => {
    expect([...exampleNames].sort()).toEqual([...variables].sort());
    expect(new Set(exampleNames).size).toBe(exampleNames.length);
  });

  it('the README shows every command', () => {
    const [, table = ''] = /## Commands in a terminal\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
    const missing = subcommands().filter((name) => !new RegExp(`\`${name}[ \`]`).test(table));
    expect(missing).toEqual([]);
  });
});

describe('what docs/operating.md says of log lines', () => {
  const [, table = ''] = /## What a log line means\n([\s\S]*?)\n## /.exec(read('docs/operating.md')) ?? [];
  const told = table
    .split('\n')
    .filter((row) => row.startsWith('| `'))
    .flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, line = '']) => line));
  const said = tracked
    .filter((file) => /^(src|adapters|jobs)\/.*\.tsx?$/.test(file))
    .flatMap((file) => logLinesIn(file, read(file)));
  /** A told line may leave out what comes after its last word that matters. */
  const isTold = (text: string): boolean =>
    told.some((line) => line === text || (line.endsWith('…') && text.startsWith(line.slice(0, -1))));

  it('is said by the program', () => {
    const sentences = said.map(({ text }) => text);
    const unsaid = told.filter(
      (line) =>
        !sentences.some(
          (text) => text === line || (line.endsWith('…') && text.startsWith(line.slice(0, -1))),
        ),
    );
    expect(unsaid).toEqual([]);
  });

  it('is all that the program says as a warning or an error', () => {
    expect(said.length).toBeGreaterThan(70);
    expect(said.filter(({ text }) => !isTold(text)).map(({ at, text }) => `${at}: ${text}`)).toEqual([]);
  });

  it('stands there once', () => {
    expect(told.filter((line, index) => told.indexOf(line) !== index)).toEqual([]);
  });
});

describe('committed files', () => {
  /** Assembled, so that this file does not name what it looks for. */
  const FORBIDDEN = [
    new RegExp(
      `https?://[\\w.-]*(?:${['registry', 'artifactory', 'nexus', 'verdaccio'].join('|')})[\\w.-]*`,
      'i',
    ),
    new RegExp(`(?:^|[\\s"'\`(=:])/(?:${['work', 'root', 'home', 'Users'].join('|')})/[\\w.-]+`),
  ];

  it('name no package registry and no folder of the machine they were written on', () => {
    const faults = tracked.flatMap((file) => {
      const text = read(file);
      if (text.includes('\0')) return [];
      return FORBIDDEN.flatMap((pattern) => {
        const [found] = pattern.exec(text) ?? [];
        return found === undefined ? [] : [`${file}: ${found.trim()}`];
      });
    });
    expect(faults).toEqual([]);
  });

  it('hold no secret, data or build', () => {
    const odd = tracked.filter((file) => /(^|\/)(\.env|node_modules|dist|data)(\/|$)/.test(file));
    expect(odd).toEqual([]);
  });
});
