// Runs tests/debian: programs of Debian read our calendars and mails, and stand around the application as they do in
// an installation of several machines. Where they are not installed it says
// so and does nothing; with CI set that is a failure, because .ci/run installs them.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const python = '/usr/bin/python3'
const imports = name => () => existsSync(python) && spawnSync(python, ['-c', `import ${name}`]).status === 0
const exists = path => () => existsSync(path)
const loads = name => () =>
  existsSync(python) && spawnSync(python, ['-c', `import ctypes; ctypes.CDLL("${name}")`]).status === 0

/** Package, and whether what is needed of it is there. */
const needed = [
  ['python3-icalendar', imports('icalendar')],
  ['python3-vobject', imports('vobject')],
  ['python3-dkim', imports('dkim')],
  ['libical3', loads('libical.so.3')],
  ['vdirsyncer', exists('/usr/bin/vdirsyncer')],
  ['khal', exists('/usr/bin/khal')],
  ['spamassassin', exists('/usr/bin/spamassassin')],
  ['dovecot-imapd', exists('/usr/lib/dovecot/imap')],
  ['pgbouncer', exists('/usr/sbin/pgbouncer')],
  ['nginx-light', exists('/usr/sbin/nginx')],
]

const missing = needed.filter(([, isThere]) => !isThere()).map(([name]) => name)

if (process.argv.includes('--missing')) {
  // For .ci/run: what is still to be installed.
  console.log(missing.join(' '))
} else if (missing.length > 0) {
  const line = '!'.repeat(100)
  console.error(
    `${line}\nSKIPPED: tests/debian. Calendars and mails were NOT shown to other readers, scaling was NOT tried. Missing here:`,
  )
  console.error(`  apt-get install --no-install-recommends ${missing.join(' ')}\n${line}`)
  process.exitCode = process.env['CI'] === undefined ? 0 : 1
} else {
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js']
  const options = ['--config', 'jest.debian.config.js', ...process.argv.slice(2)]
  const { status } = spawnSync(process.execPath, [...jest, ...options], { cwd: root, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
