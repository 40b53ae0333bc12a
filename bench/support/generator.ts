/**
 * The process behind `startGenerator`: HTTP/1.1 over plain sockets, as little of it as an honest count needs, so that
 * it costs the machine a fraction of what the server does.
 */
import type { Order } from './load.ts'
import { Run } from './load-run.ts'

process.on('message', message => {
  void new Run(message as Order).report().then(
    report => process.send?.(report),
    // The parent sees the process end and says so.
    error => {
      console.error(error)
      process.exit(1)
    },
  )
})
