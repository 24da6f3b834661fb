// Imported first by every script a newcomer runs. Plain syntax and no named imports: an old Node must get this far.
var wanted = [20, 19];
var found = process.versions.node.split('.').map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  console.error(
    'Think Harder needs Node ' +
      wanted.join('.') +
      ' or later, this is ' +
      process.versions.node +
      ': install a newer one from nodejs.org.',
  );
  process.exit(1);
}
