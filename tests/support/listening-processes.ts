import type { ChildProcess } from 'node:child_process'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A port of the loopback that nobody has at this moment: for what must know its own address before it listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => void server.close(done))
  return port
}

/** Waits until a process takes connections on its port; kills it when it does not within some seconds. */
export async function untilListening(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`)
    const isThere = await new Promise<boolean>(resolve => {
      const socket = createConnection(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isThere) return
    await sleep(100)
  }
  child.kill('SIGKILL')
  throw new Error(`${child.spawnfile} does not listen`)
}

const patienceMs = 120_000

/**
 * The address in the block that the application prints once it serves.
 * @param ended its exit code, when it ends
 * @throws Error with what it said when it ended before, or does not serve within two minutes
 */
export async function announcedBy(stdout: NodeJS.ReadableStream, ended: Promise<number | null>): Promise<string> {
  let output = ''
  const announced = new Promise<string>(found => {
    stdout.setEncoding('utf8').on('data', (text: string) => {
      // It goes on talking, perhaps for hours.
      if (output.length < 10_000) output += text
      const url = /running at (http:\/\/[^\s/]+)/.exec(output)?.[1]
      if (url !== undefined) found(url)
    })
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not serving after ${patienceMs / 1000} s:\n${output}`)), patienceMs)
  })
  const failed = ended.then(code => {
    throw new Error(`the application ended with ${code} before it served:\n${output}`)
  })
  try {
    return await Promise.race([announced, late, failed])
  } finally {
    clearTimeout(timer)
    // From here on an end is expected.
    failed.catch(() => undefined)
  }
}
