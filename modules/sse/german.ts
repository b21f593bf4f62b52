import type { Sentences } from '#kernel/language'

/** The live stream: what callers are told, in German. */
export const german: Sentences = {
  "The live stream needs the permission '{0}'.": 'Der Live-Strom braucht das Recht „{0}“.',
  'This server holds as many live streams as it can. Try again shortly.': 'Dieser Server hält so viele Live-Ströme, wie er kann. Versuchen Sie es gleich noch einmal.',
  'Tokens do not belong into URLs, which are logged and shared. Send Authorization: Bearer <token>, or the cookie.': 'Tokens gehören nicht in URLs, die protokolliert und geteilt werden. Senden Sie Authorization: Bearer <Token> oder das Cookie.',
  '{0} live streams are open for you already. Close one, or share one between your windows.': 'Für Sie sind schon {0} Live-Ströme offen. Schließen Sie einen, oder teilen Sie einen zwischen Ihren Fenstern.',
  sse: 'Live-Aktualisierung',
}
