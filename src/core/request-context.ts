import { AsyncLocalStorage } from 'node:async_hooks'

/** What a line of the log belongs to. */
type Context = { readonly requestId: string } | { readonly job: string; readonly jobId: string }

const storage = new AsyncLocalStorage<Context>()

/** Everything logged by `work`, and by what it starts, carries the name of the request. */
export function withRequest(requestId: string, work: () => void): void {
  storage.run({ requestId }, work)
}

/** Everything logged by `work`, and by what it starts, carries the name and the number of the job. */
export function withJob<Result>(job: string, jobId: string, work: () => Result): Result {
  return storage.run({ job, jobId }, work)
}

/** What the present line of the log belongs to. */
export function context(): Context | undefined {
  return storage.getStore()
}
