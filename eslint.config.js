// What may import what: pure layers below, services above them, the hooks of Haraka on top.
import tseslint from 'typescript-eslint'

const layers = {
  threads: [],
  sms: [],
  mail: ['threads', 'sms'],
  policy: ['sms', 'mail'],
  config: ['sms', 'mail', 'policy'],
  store: ['threads', 'sms', 'mail', 'policy', 'config'],
  routes: ['sms', 'mail', 'policy', 'config'],
  gateway: ['threads', 'sms', 'mail', 'policy', 'config', 'store', 'routes'],
  web: ['sms', 'mail', 'policy', 'config', 'gateway'],
  cli: ['sms', 'mail', 'policy', 'config', 'store', 'routes', 'gateway', 'web'],
}

const boundaries = Object.entries(layers).map(([layer, below]) => {
  const others = Object.keys(layers).filter((name) => name !== layer && !below.includes(name))
  return {
    files: [`lib/${layer}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...others.map((name) => `**/${name}/**`), '**/plugins/**', '**/test/**'],
              message: `lib/${layer} may only use ${below.map((name) => `lib/${name}`).join(', ') || 'itself'}.`,
            },
          ],
        },
      ],
    },
  }
})

// What haraka-sms loads whatever it is asked. The rest is loaded when an action needs it.
const always = '[a-z]+-commands|administer|lines|main|modem-ports|program|scope|sentence|table|verb'
const leaves = 'policy/[a-z-]+|gateway/administration/complaint|gateway/people/rights'
const commands = {
  files: ['*-commands', ...always.split('|').slice(1)].map((name) => `lib/cli/${name}.ts`),
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^\\.(?!/(${always})\\.ts$)(?!\\./(${leaves})\\.ts$)`,
            allowTypeImports: true,
            message: 'Import it in the action, by await import().',
          },
        ],
      },
    ],
  },
}

export default tseslint.config(
  { ignores: ['dist', 'var', 'coverage', 'lib/web/assets'] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // node:test's test() and describe() return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'it', 'describe', 'suite'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  ...boundaries,
  commands,
)
