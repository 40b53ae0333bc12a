import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, untilListening } from '../../support/listening-processes.ts'

/** An IMAP server of Debian with one mailbox. */
export interface Dovecot {
  /** `imap://jana:tajné@127.0.0.1:…/INBOX` */
  readonly url: string
  /** Puts a mail into the mailbox, as a mail server would. */
  put(source: string): void
  /** How many mails of the mailbox have been seen, and how many not. */
  count(): { seen: number; unseen: number }
  stop(): Promise<void>
}

/** Starts the server on a free port, with all that it writes in a folder of its own. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'pozvanka-dovecot-'))
  chmodSync(folder, 0o755)
  const mail = join(folder, 'mail')
  for (const part of ['', 'cur', 'new', 'tmp']) own(mkdirp(join(mail, part)))
  const port = await freePort()
  const settings = join(folder, 'dovecot.conf')
  writeFileSync(settings, settingsOf(folder, mail, port))
  const server = spawn('/usr/sbin/dovecot', ['-F', '-c', settings], { stdio: 'ignore' })
  await untilListening(server, port)
  let number = 0
  const files = (part: string) => readdirSync(join(mail, part))
  return {
    url: `imap://jana:tajn%C3%A9@127.0.0.1:${port}/INBOX`,
    put(source) {
      number += 1
      const file = join(mail, 'new', `${1_700_000_000 + number}.M${number}P1.test`)
      writeFileSync(file, source)
      own(file)
    },
    count() {
      const seen = files('cur').filter(name => /:2,[A-Z]*S/.test(name)).length
      return { seen, unseen: files('cur').length + files('new').length - seen }
    },
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const isRoot = userInfo().uid === 0
/** The server refuses to keep mail as root. */
const keeper = isRoot
  ? { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') }
  : { uid: userInfo().uid, gid: userInfo().gid }

function idOf(option: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [option, name], { encoding: 'utf8' }))
}

function mkdirp(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}

function own(path: string): void {
  if (isRoot) chownSync(path, keeper.uid, keeper.gid)
}

function settingsOf(folder: string, mail: string, port: number): string {
  const { username } = userInfo()
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  const users = isRoot
    ? []
    : [
        `default_login_user = ${username}`,
        `default_internal_user = ${username}`,
        `default_internal_group = ${group}`,
        'service anvil {\n  chroot =\n}',
        'service stats {\n  chroot =\n}',
      ]
  return [
    'protocols = imap',
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/state`,
    `log_path = ${folder}/log`,
    'listen = 127.0.0.1',
    'ssl = no',
    'disable_plaintext_auth = no',
    `mail_location = maildir:${mail}`,
    `first_valid_uid = ${keeper.uid}`,
    'passdb {\n  driver = static\n  args = password=tajné\n}',
    `userdb {\n  driver = static\n  args = uid=${keeper.uid} gid=${keeper.gid} home=${mail}\n}`,
    `service imap-login {\n  chroot =\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
    ...users,
    '',
  ].join('\n')
}
