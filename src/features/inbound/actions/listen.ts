import { startListener } from '../../../core/inbound/listener.ts'
import { CannotStart } from '../../../core/lifecycle.ts'
import { readReturnAddress } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { receiveMail } from './receive.ts'

/** Our own mail server while it listens. */
export interface Reception {
  /** Where it listens; undefined: it does not, by configuration or because another process of ours does. */
  readonly port: number | undefined
  stop(): Promise<void>
}

const closed: Reception = { port: undefined, stop: async () => undefined }

/**
 * Listens for bounces and answers when INBOUND_PORT is set; whoever runs the jobs does. Of several such processes on
 * one machine the first has the port, and one is enough.
 * @throws CannotStart when this account may not have the port, or HOST is not this machine's
 */
export async function openReception(services: Services): Promise<Reception> {
  const { config, log, tokens } = services
  const { inboundDomain: name, inboundPort: port, host } = config
  if (name === undefined || port === undefined) return closed
  const knows = (recipient: string) =>
    recipient.toLowerCase().endsWith(`@${name}`) && readReturnAddress(tokens, recipient) !== undefined
  try {
    const listener = await startListener({
      name,
      host,
      port,
      log,
      limits: config.rateLimits,
      knows,
      async take({ source, sender, recipient }) {
        await receiveMail(services, { source, envelope: { sender, recipient } })
      },
    })
    log.info({ port: listener.port }, 'mail that comes back is taken')
    return listener
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      log.warn({ port }, 'INBOUND_PORT is in use: another process reads the mail that comes back, or none does')
      return closed
    }
    const reason = error instanceof Error ? error.message : String(error)
    throw new CannotStart(`INBOUND_PORT ${port} on ${host} cannot be had: ${reason}.`)
  }
}
