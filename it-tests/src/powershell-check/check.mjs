// Parses PowerShell files with tree-sitter-powershell: node check.mjs FOLDER FILE...
// FOLDER holds node_modules. Each mistake is a line; the exit code is 1 if there was any.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
if (!folder || files.length === 0) {
  console.error('usage: node check.mjs FOLDER FILE...');
  process.exit(2);
}
const packages = createRequire(pathToFileURL(join(resolve(folder), 'package.json')));
const { Language, Parser } = packages('web-tree-sitter');
await Parser.init();
const parser = new Parser();
const grammar = packages.resolve('tree-sitter-powershell/package.json');
parser.setLanguage(await Language.load(join(grammar, '..', 'tree-sitter-powershell.wasm')));

// The nodes that the grammar could not make sense of, or that it had to make up.
function mistakes(text) {
  const found = [];
  const visit = (node) => {
    if (node.isError || node.isMissing) {
      const { row, column } = node.startPosition;
      const what = node.isMissing ? `${node.type} is missing` : `unexpected: ${node.text.slice(0, 60)}`;
      found.push(`${row + 1}:${column + 1}: ${what.split('\n')[0]}`);
    } else if (node.hasError) {
      node.children.forEach(visit);
    }
  };
  const tree = parser.parse(text);
  visit(tree.rootNode);
  tree.delete();
  return found;
}

// A check that finds nothing anywhere would say the same of every file.
for (const [text, wrong] of [
  ['Get-Item C:\\ | Where-Object { $_.Length -gt 1 }\n', false],
  ['if ($x -eq 1) { "a"\n', true],
  ['foreach ($a of $b) { }\n', true],
]) {
  if (mistakes(text).length > 0 !== wrong) {
    console.error(`the grammar is not what it was: ${text}`);
    process.exit(2);
  }
}

let bad = 0;
for (const file of files) {
  const bytes = readFileSync(file);
  const found = mistakes(bytes.toString('utf8').replace(/\r\n/g, '\n'));
  // PowerShell 5.1 takes a file without a mark at its start for one in the local code page.
  if (bytes.some((byte) => byte > 126)) {
    found.push('1:1: not plain ASCII');
  }
  found.forEach((line) => console.error(`${file}:${line}`));
  bad += found.length;
}
console.log(`powershell-check: ${files.length} files, ${bad} mistakes`);
process.exit(bad > 0 ? 1 : 0);
