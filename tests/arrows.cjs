// The layers of the project as dependency-cruiser checks them: domain ← contract ← core ← shells, and
// the renderer beside them. Each rule's comment names the place to use instead.
const shells = '^src/main/(electron|loopback)/|^src/main/(index|serve|cli)[.]ts$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-stands-alone',
      severity: 'error',
      comment: 'src/shared/domain knows no calls: put what both need into src/shared/domain itself.',
      from: { path: '^src/shared/domain/' },
      to: { path: '^src/', pathNot: '^src/shared/domain/' },
    },
    {
      name: 'domain-needs-no-library-of-a-host',
      severity: 'error',
      comment: 'src/shared runs everywhere: use zod or plain code; files and clock belong to src/main/core.',
      from: { path: '^src/shared/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: '^node_modules/(zod|pinyin-pro)/' },
    },
    {
      name: 'contract-knows-domain-only',
      severity: 'error',
      comment: 'src/shared/contract names calls only: put the work behind a call into src/main/core.',
      from: { path: '^src/shared/contract/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'core-knows-no-shell',
      severity: 'error',
      comment:
        'src/main/core never imports a shell: let the shell hand it in through createCore (core/host.ts).',
      from: { path: '^src/main/core/' },
      to: { path: `${shells}|^src/renderer/|^src/tools/` },
    },
    {
      name: 'shells-enter-by-the-front-door',
      severity: 'error',
      comment:
        'Electron and loopback know no ledger: go through the Core interface of src/shared/contract/host.ts.',
      from: { path: '^src/main/(electron|loopback)/' },
      to: { path: '^src/main/core/|^src/shared/domain/' },
    },
    {
      name: 'shells-do-not-know-each-other',
      severity: 'error',
      comment: 'Put what two shells need into src/main (paths.ts, page-files.ts).',
      from: { path: '^src/main/(electron|loopback)/' },
      to: { path: '^src/main/(electron|loopback)/', pathNot: '^src/main/$1/' },
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      comment:
        'Pages reach the core through src/renderer/api/client.ts and the contract in src/shared/contract.',
      from: { path: '^src/renderer/' },
      to: { path: '^src/(main|tools)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      comment:
        'Pages run in a browser: pick and save files through src/renderer/host, the rest through the client.',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pages-ask-no-shell',
      severity: 'error',
      comment:
        'Only src/renderer/api/connect.ts knows the shells: use useClient and useHost of composables/client.ts.',
      from: { path: '^src/renderer/', pathNot: '^src/renderer/(api|host)/' },
      to: { path: '^src/renderer/(api/(ipc|http)|host/(electron|browser))[.]ts$' },
    },
    {
      name: 'electron-in-its-shell-only',
      severity: 'error',
      comment:
        'Import electron in src/main/index.ts and src/main/electron only; elsewhere use WindowHost or Core.',
      from: { path: '^src/', pathNot: '^src/main/(index[.]ts$|electron/)' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'electron-at-run-time-in-two-files',
      severity: 'error',
      comment:
        'require("electron") in plain Node starts a download: import its types, and take the API as a parameter (src/main/electron/desk.ts).',
      from: { path: '^(src|tests)/', pathNot: '^src/main/(index|electron/preload)[.]ts$' },
      to: { path: '^(node_modules/)?electron(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-does-not-use-tests',
      severity: 'error',
      comment: 'src never imports tests: move the shared part to src/.',
      from: { path: '^src/' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or share a third: split off what both use.',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'found-on-disk',
      severity: 'error',
      comment: 'The imported file does not exist: correct the path.',
      from: { path: '^(src|tests)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^out/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
