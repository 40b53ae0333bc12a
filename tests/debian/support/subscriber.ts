import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './programs.ts'

/** Somebody who subscribes to a feed with vdirsyncer and reads it with khal, in a folder of their own. */
export interface Subscriber {
  /** Fetches the feed. Gives what changed on this side, in the words of vdirsyncer: nothing, when nothing did. */
  sync(): Promise<string[]>
  /** How many entries lie on this side. */
  count(): number
  /** What khal shows to somebody in a zone, in order: `2027-10-31 01:30|2027-10-31 03:30|Title`. */
  read(zone: string, from: string, days: number): Promise<string[]>
}

export async function subscribe(home: string, feed: string): Promise<Subscriber> {
  const entries = join(home, 'entries')
  for (const folder of [entries, join(home, 'status')]) mkdirSync(folder)
  const sync = join(home, 'vdirsyncer.conf')
  writeFileSync(sync, vdirsyncer(home, entries, feed))
  await run('/usr/bin/vdirsyncer', ['-c', sync, 'discover'], { home, input: 'y\ny\n' })
  return {
    async sync() {
      const { complaint } = await run('/usr/bin/vdirsyncer', ['-c', sync, 'sync'], { home })
      return complaint.split('\n').filter(line => /Copying|Deleting|error|warning/i.test(line))
    },
    count: () => readdirSync(entries).length,
    async read(zone, from, days) {
      const read = join(home, 'khal.conf')
      writeFileSync(read, khal(home, entries, zone))
      const options = ['-c', read, 'list', '--once', '--day-format', '', '--format', '{start-long}|{end-long}|{title}']
      const { out } = await run('/usr/bin/khal', [...options, from, `${days}d`], { home })
      return out
        .split('\n')
        .filter(line => line.includes('|'))
        .toSorted()
    },
  }
}

const vdirsyncer = (home: string, entries: string, feed: string) => `[general]
status_path = "${home}/status"
[pair feed]
a = "web"
b = "disk"
collections = null
[storage web]
type = "http"
url = "${feed}"
[storage disk]
type = "filesystem"
path = "${entries}"
fileext = ".ics"
`

const khal = (home: string, entries: string, zone: string) => `[calendars]
[[feed]]
path = ${entries}
type = calendar
[sqlite]
path = ${home}/khal.db
[locale]
local_timezone = ${zone}
default_timezone = ${zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
firstweekday = 0
`
