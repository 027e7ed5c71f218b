// Loaded before the program (NODE_OPTIONS=--import): writes the name of each package that it imports to PACKAGE_LOG.
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';

if (import.meta.url.endsWith('log-packages.mjs')) register(`${import.meta.url}?hooks`);

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  const { PACKAGE_LOG = '' } = process.env;
  const isPackage = !/^[./]|^(node|file|data):/.test(specifier);
  if (PACKAGE_LOG !== '' && isPackage) appendFileSync(PACKAGE_LOG, `${specifier}\n`);
  return next(specifier, context);
}
