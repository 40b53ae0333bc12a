/** What tells where a mail comes from: its envelope and the headers that say who or what wrote it. */
export interface Origin {
  /** Envelope sender; `''` for nobody; where it is not known, that of From. */
  readonly sender: string
  /** Address of From, in lower case. */
  readonly from: string
  /** `Auto-Submitted` (RFC 3834); `no` where there is none. */
  readonly autoSubmitted: string
  /** Whether it came through a mailing list (RFC 2369, 2919) or is marked as mass post. */
  readonly isFromList: boolean
  /** Whether a server names the recipients it could not reach in a header of its own (Exim, Gmail). */
  readonly namesFailures: boolean
}

const daemon = /^(mailer-daemon|postmaster|mail-daemon|double-bounce)@/

/** Whether a mail server sent it, to return a mail: from nobody (RFC 5321 §4.5.5), or in a daemon's name. */
export function isFromServer({ sender }: Origin): boolean {
  return sender === '' || daemon.test(sender.toLowerCase())
}

/** Whether its words alone may be read as a bounce. An absence note comes from nobody, too, and may speak of 5.1.24. */
export function isFromDaemon({ from, namesFailures }: Origin): boolean {
  return namesFailures || daemon.test(from)
}

/** Whether nobody pressed a button for it: to such mail nothing is ever sent (RFC 3834 §2), or two machines talk forever. */
export function isAutomatic(origin: Origin): boolean {
  return origin.autoSubmitted !== 'no' || !mayAnswer(origin)
}

/**
 * Whether an answer to an invitation counts. One that a list passed on or a machine wrote in reply does not; some
 * calendars send the decision of their user as `auto-generated`, and that does.
 */
export function mayAnswer({ sender, autoSubmitted, isFromList }: Origin): boolean {
  return sender !== '' && !isFromList && (autoSubmitted === 'no' || autoSubmitted === 'auto-generated')
}
