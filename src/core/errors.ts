/**
 * The five ways a request may end that are nobody's mistake in the code. Expected outcomes
 * of an action are returned unions instead; anything else thrown is breakage (500).
 */
export class AppError extends Error {
  readonly status: number
  readonly view: string

  constructor(status: number, view: string, message: string) {
    super(message)
    this.name = new.target.name
    this.status = status
    this.view = view
  }
}

/** There is nothing here for you: unknown, or not yours (a stranger must not learn which). */
export class NotFound extends AppError {
  constructor(message = 'not found') {
    super(404, 'errors/not-found', message)
  }
}

/** You may see it, but not do this. */
export class Forbidden extends AppError {
  constructor(message = 'forbidden') {
    super(403, 'errors/forbidden', message)
  }
}

/** It was here and is no more: a revoked or expired link. */
export class Gone extends AppError {
  constructor(message = 'gone') {
    super(410, 'errors/gone', message)
  }
}

/** Somebody else changed it first. */
export class Conflict extends AppError {
  constructor(message = 'conflict') {
    super(409, 'errors/conflict', message)
  }
}

/** Try again in a moment: a lock was held too long, or a queue is full. */
export class Busy extends AppError {
  readonly retryAfterSeconds: number

  constructor(message = 'busy', retryAfterSeconds = 3) {
    super(503, 'errors/busy', message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
