// How Google says that the day's requests are used up, which looks like an unreachable address and is none.

/** True for the message with which UrlFetch refuses everything for the rest of the day. */
export function isDaySpentMessage(message: string): boolean {
  return /\btoo (many times|often) for one day\b/i.test(message);
}
