// What may import what (ARCHITECTURE.md, "Direction of imports").
const RANK = ['accounts', 'notifications', 'people', 'files', 'notes', 'chats', 'tasks', 'calendar', 'logbook', 'finance', 'inbox', 'integrations', 'imports', 'insights', 'search', 'timeline', 'agents', 'workflows', 'assistant', 'admin'];

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'only-doors', comment: 'Another domain is entered by its index.ts.', severity: 'error', from: { path: '^src/server/domains/([^/]+)/' }, to: { path: '^src/server/domains/([^/]+)/(?!index\\.ts$)', pathNot: '^src/server/domains/$1/' } },
    { name: 'screens-use-doors', comment: 'A screen reads domains by their doors and schemas.', severity: 'error', from: { path: '^src/server/screens/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/server/(domains/([^/]+)/(?!index\\.ts$)|demo/)', pathNot: '\\.schema\\.ts$' } },
    { name: 'nothing-uses-screens', severity: 'error', from: { path: '^src/server/', pathNot: '^src/server/(screens/|app\\.ts$)' }, to: { path: '^src/server/screens/' } },
    { name: 'demo-uses-doors', severity: 'error', from: { path: '^src/server/demo/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/server/domains/([^/]+)/(?!index\\.ts$)' } },
    ...RANK.map((name, i) => ({
      name: `rank-of-${name}`,
      comment: 'A domain imports only domains ranked before it.',
      severity: 'error',
      from: { path: `^src/server/domains/${name}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^src/server/domains/(${RANK.slice(i + 1).join('|') || 'none'})/` },
    })),
    { name: 'platform-knows-no-domain', severity: 'error', from: { path: '^src/server/platform/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/server/(domains|screens)/' } },
    { name: 'only-stores-write-sql', severity: 'error', from: { path: '^src/server/(domains|screens)/', pathNot: '(\\.store|\\.search|\\.timeline|\\.test|totp)\\.ts$' }, to: { path: 'sql-template-tag' } },
    { name: 'web-imports-no-server', severity: 'error', from: { path: '^src/web/' }, to: { path: '^src/server/', pathNot: '\\.schema\\.ts$' } },
    { name: 'features-apart', severity: 'error', from: { path: '^src/web/features/([^/]+)/' }, to: { path: '^src/web/features/([^/]+)/', pathNot: '^src/web/features/$1/' } },
    { name: 'ui-and-lib-know-no-feature', severity: 'error', from: { path: '^src/web/(ui|lib)/' }, to: { path: '^src/web/(features|routes)/' } },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' }, enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
};
