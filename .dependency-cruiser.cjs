// The import rules of ARCHITECTURE.md. `npm run check:imports`; tests/conventions/imports.test.ts plants violations.

/** A feature imports only from features before it. */
const features = [
  'audit',
  'mail',
  'files',
  'accounts',
  'venues',
  'directory',
  'events',
  'agenda',
  'contributions',
  'feedback',
  'interchange',
  'screens',
  'questions',
  'registration',
  'invitations',
  'delegations',
  'roster',
  'announcements',
  'imports',
  'builder',
  'plans',
  'calendar',
  'attendee',
  'templates',
  'inbound',
  'selfcheck',
  'documents',
  'desk',
  'sharing',
  'portal',
]
const known = features.join('|')

/** The files of a feature that others may import, and those only. */
const shared = '(types|permissions|rules|queries|actions|jobs)(/|\\.ts$)'
/** Guards (who may ask) and frames (the head that pages share) are open to the routes and pages of later features. */
const forRoutes = '(guards|frame)\\.ts$'

const ownFile = names => `^src/features/[^/]+/(${names})(/|\\.ts$)`
const pureCore =
  '^src/core/(time|money|localised-text|typography|countries|phone|email-address|actor|icalendar/types|tables/types)(/|\\.ts$)'

/** What the files of one layer may not import from their own or any other feature. */
const layer = (names, forbiddenNames) => ({
  name: `anatomy-${names.replace(/\|/g, '-')}`,
  comment: `${names}: may not import ${forbiddenNames} (the anatomy of a feature)`,
  severity: 'error',
  from: { path: ownFile(names) },
  to: { path: ownFile(forbiddenNames) },
})

/** A package that one place alone may know. */
const onlyIn = (packages, allowed) => ({
  name: `only-in-${packages[0].replace(/\W/g, '-')}`,
  comment: `${packages.join(', ')}: only ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: allowed.map(path => `^src/${path}`) },
  to: { path: packages.map(name => `(^|/)node_modules/(@types/)?${name}/`) },
})

module.exports = {
  forbidden: [
    // The order is total, so no cycle between features can pass it.
    ...features.slice(0, -1).map((feature, position) => ({
      name: `order-${feature}`,
      comment: `${feature} stands before these features and may not know them; announce a job instead`,
      severity: 'error',
      from: { path: `^src/features/${feature}/` },
      to: { path: `^src/features/(${features.slice(position + 1).join('|')})/` },
    })),
    {
      name: 'unordered-feature',
      comment: 'a new feature needs a place in the order at the top of this file',
      severity: 'error',
      from: { path: `^src/features/(?!(${known})/)[^/]+/` },
      to: {},
    },
    {
      name: 'feature-doors',
      comment:
        'another feature is entered through types, permissions, queries, actions, jobs, or (by routes and pages) guards and frame',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/',
        pathNot: ['^src/features/$1/', `^src/features/[^/]+/${shared}`, `^src/features/[^/]+/${forRoutes}`],
      },
    },
    {
      name: 'guards-for-routes',
      comment: 'guards belong to HTTP: only routes and other guards use them',
      severity: 'error',
      from: { path: '^src/features/', pathNot: [ownFile('routes|guards')] },
      to: { path: ownFile('guards') },
    },
    {
      name: 'frame-for-pages',
      comment: 'a frame belongs to pages and mails: only routes, pages, mails and other frames use it',
      severity: 'error',
      from: { path: '^src/features/', pathNot: [ownFile('routes|pages|mails|frame')] },
      to: { path: ownFile('frame') },
    },
    {
      name: 'core-knows-no-feature',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: '^src/(features/|app\\.ts|server\\.ts|worker\\.ts)' },
    },
    {
      name: 'anatomy-types',
      comment: 'types are pure: types and the pure files of core only',
      severity: 'error',
      from: { path: ownFile('types') },
      to: { pathNot: [ownFile('types'), pureCore] },
    },
    {
      name: 'anatomy-rules-permissions',
      comment: 'rules and permissions are pure: types, rules and the pure files of core only',
      severity: 'error',
      from: { path: ownFile('rules|permissions') },
      to: { pathNot: [ownFile('types|rules'), pureCore] },
    },
    {
      name: 'anatomy-tables',
      comment: 'tables: types of features and of core/database only',
      severity: 'error',
      from: { path: ownFile('tables') },
      to: { pathNot: [ownFile('types'), pureCore, '^src/core/database\\.ts$'] },
    },
    layer('queries', 'actions|forms|pages|mails|jobs|guards|routes'),
    layer('actions', 'forms|pages|guards|routes'),
    layer('forms', 'actions|pages|mails|jobs|guards|routes'),
    layer('pages|mails|frame', 'actions|jobs|guards|routes'),
    layer('jobs', 'forms|pages|guards|routes'),
    layer('guards', 'actions|forms|pages|mails|jobs|routes'),
    {
      name: 'http-for-routes',
      comment: 'only routes, guards, core/http and the entry points know Express',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [ownFile('routes|guards'), '^src/core/http/', '^src/(app|routers|server)\\.ts$'],
      },
      to: { path: '(^|/)node_modules/(@types/)?(express|express-session|passport|passport-local|helmet)/' },
    },
    onlyIn(
      ['knex', 'pg', 'pg-pool'],
      [
        'core/database\\.ts$',
        'core/embedded-postgres(\\.ts$|/)',
        'core/migrations\\.ts$',
        'core/jobs(\\.ts$|/)',
        'core/notifications\\.ts$',
        'core/probe\\.ts$',
        'core/pooler\\.ts$',
        'core/http/sessions\\.ts$',
        'services\\.ts$',
      ],
    ),
    onlyIn(['graphile-worker'], ['core/jobs(\\.ts$|/)', 'core/migrations\\.ts$']),
    onlyIn(['nodemailer'], ['core/mailer(\\.ts$|/)']),
    onlyIn(['imapflow', 'smtp-server'], ['core/inbound/']),
    onlyIn(['postal-mime', 'ical.js'], ['features/inbound/formats/']),
    onlyIn(['ical-generator', 'timezones-ical-library'], ['core/icalendar(\\.ts$|/)']),
    onlyIn(['aws4fetch'], ['core/file-store/']),
    onlyIn(['sharp'], ['core/pictures\\.ts$']),
    onlyIn(['@myriaddreamin/typst-ts-node-compiler'], ['core/typesetting\\.ts$']),
    onlyIn(['prom-client'], ['core/metrics(\\.ts$|/)']),
    onlyIn(['saxes'], ['core/xml\\.ts$']),
    onlyIn(['htmlparser2'], ['core/tables/markup\\.ts$', 'features/interchange/formats/html\\.ts$']),
    onlyIn(['temporal-polyfill'], ['core/time(\\.ts$|/)']),
    {
      name: 'not-resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'not-for-production',
      comment: 'sources may not import development packages, tests or tools',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/client/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'] },
    },
  ],
  options: {
    parser: 'swc',
    exclude: { path: '^src/client/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
}
