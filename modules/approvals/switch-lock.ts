/** SQL of the advisory lock held exclusively by whoever switches the module off, shared by whoever opens a request. `$1` is the organisation. */
export const switchLock = `hashtextextended('approvals.switch ' || $1::text, 0)`
