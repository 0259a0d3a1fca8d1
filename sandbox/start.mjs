// `npm start`: plain JavaScript, so that a Node that is too old gets a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 9)) {
  console.error(
    `Usher needs Node 24.9 or newer; this is ${process.version}. On Linux "npm ci" brings it along; elsewhere install it from nodejs.org and try again.`,
  );
  process.exit(1);
}
if (process.env.npm_lifecycle_event !== undefined) {
  const { endWithParent } = await import('./end-with-parent.ts');
  endWithParent(process);
}
// "npm start -- --built" takes what the last build left.
if (!process.argv.includes('--built')) await import('../build.mjs');
await import('./main.ts');
