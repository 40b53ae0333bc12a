import { inFolder, run } from './programs.ts'

/** What SpamAssassin thinks of a mail by itself, without asking the network: points, and the rules they come from. */
export interface Judgement {
  readonly points: number
  readonly rules: string
}

/** By their names. One run for all: starting it costs more than judging. */
export async function spamassassin(mails: ReadonlyMap<string, Buffer>): Promise<Map<string, Judgement>> {
  const names = [...mails.keys()]
  // It judges them in an order of its own, so each is numbered.
  const box = [...mails.values()].map((mail, index) => {
    const lines = mail
      .toString('latin1')
      .replaceAll('\r\n', '\n')
      .replaceAll(/^(>*From )/gm, '>$1')
    return `From nobody@example.org Mon Jan  4 09:00:00 2027\nX-Number: ${index}\n${lines}\n`
  })
  const options = ['--local', '--test-mode', '--nocreate-prefs', '--mbox', '--cf=use_bayes 0']
  const { out } = await inFolder(home => run('/usr/bin/spamassassin', options, { input: box.join('\n'), home }))
  const written = /^X-Spam-Status: \w+, score=(-?[\d.]+) required=\S+ tests=((?:\S|\n\t)*)[^]*?^X-Number: (\d+)$/gm
  const found = [...out.matchAll(written)].map(([, points, rules = '', number]): [string, Judgement] => [
    names[Number(number)] ?? '',
    { points: Number(points), rules: rules.replaceAll(/\s/g, '') },
  ])
  if (found.length !== mails.size) throw new Error(`${mails.size} mails, ${found.length} judgements`)
  return new Map(found)
}
