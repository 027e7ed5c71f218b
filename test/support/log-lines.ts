import ts from 'typescript';

/** What a line of level warn or error says; `…` stands for what is only known when it happens. */
export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly text: string;
  /** File and line, 1-based. */
  readonly at: string;
}

/**
 * Every sentence that a file hands to a logger as warn or error, also through a name, a choice of two or a parameter of
 * the function around it.
 * @throws when a sentence cannot be told from the source
 */
export function logLinesIn(file: string, source: string): readonly LogLine[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const lines: LogLine[] = [];
  visit(tree, (node) => {
    const level = levelOf(node);
    if (level === null || !ts.isCallExpression(node)) return;
    const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const sentence = node.arguments[1];
    if (sentence === undefined) throw new Error(`${at}: a log line without a sentence`);
    for (const text of textsOf(sentence, tree, at)) lines.push({ level, text, at });
  });
  return lines;
}

// --- Internal helpers ---

/** What `src/main.ts` calls each of `config.warnings`. */
const CONFIG_WARNING = 'warning';

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => visit(child, see));
}

function levelOf(node: ts.Node): LogLine['level'] | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression, name } = node.expression;
  if (name.text !== 'warn' && name.text !== 'error') return null;
  return /(^|\.)logger$/.test(expression.getText()) ? name.text : null;
}

function textsOf(node: ts.Expression, tree: ts.SourceFile, at: string): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')];
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].flatMap((side) => textsOf(side, tree, at));
  if (ts.isIdentifier(node)) return namedTexts(node, tree, at);
  throw new Error(`${at}: what this line says cannot be told: ${node.getText()}`);
}

/** A constant of the file, or what the callers in the file give for a parameter. */
function namedTexts(name: ts.Identifier, tree: ts.SourceFile, at: string): readonly string[] {
  // The configuration's own sentences: each is a repair of its own.
  if (name.text === CONFIG_WARNING) return [];
  const found: string[] = [];
  const home = enclosing(name);
  const index = home?.parameters.findIndex((one) => one.name.getText() === name.text) ?? -1;
  visit(tree, (node) => {
    if (index < 0 && ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer)
      found.push(...textsOf(node.initializer, tree, at));
    if (index < 0 || !ts.isCallExpression(node)) return;
    const given = node.arguments[index];
    if (node.expression.getText() === home?.name?.getText() && given !== undefined)
      found.push(...textsOf(given, tree, at));
  });
  if (found.length === 0) throw new Error(`${at}: nobody in this file says what ${name.text} is`);
  return found;
}

function enclosing(node: ts.Node): ts.FunctionDeclaration | undefined {
  return ts.findAncestor(node, ts.isFunctionDeclaration);
}
