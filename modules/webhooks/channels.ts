/** Names of the module's channels. */
export const channels = {
  /** One per event of an organisation that listens: finds out who is to get it. */
  dispatch: 'webhooks.dispatch',
  /** One per event and endpoint. */
  delivery: 'webhooks.delivery',
  /** An endpoint works again: bring back what died while it did not. */
  recovery: 'webhooks.recovery',
  /** A provider told us something about a mail. */
  inbound: 'webhooks.inbound',
} as const
