// Makes an empty migration: node bin/new-migration.mjs add_badges
import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const [name] = process.argv.slice(2)
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('usage: node bin/new-migration.mjs name_in_snake_case')
  process.exit(1)
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const file = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'migrations', `${stamp}_${name}.ts`)
const content = `import type { Knex } from 'knex'

/** What becomes possible by this change. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(\`
  \`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(\`
  \`)
}
`
writeFileSync(file, content, { flag: 'wx' })
console.log(`${file}\nthen: npm run migrate && node --import tsx bin/dump-schema.ts`)
