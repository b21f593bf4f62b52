import type { Sentences } from '#kernel/language'

/** Accounts, sessions, API keys: what callers are told, in German. */
export const german: Sentences = {
  organisation: 'Organisation',
  'A key can do no more than its owner, and you do not hold {0} here.': 'Ein Schlüssel kann nicht mehr als sein Inhaber, und {0} haben Sie hier nicht.',
  'API key': 'API-Schlüssel',
  'GET /v1/auth/api-key-scopes lists them.': 'GET /v1/auth/api-key-scopes zählt sie auf.',
  'Must lie in the future.': 'Muss in der Zukunft liegen.',
  'Must lie within a year: a key that nobody renews is a key nobody knows of.': 'Muss innerhalb eines Jahres liegen: Von einem Schlüssel, den niemand erneuert, weiß bald niemand mehr.',
  'Send the access token or, in the body, the refresh token of the session that is to end.': 'Senden Sie das Zugriffstoken oder im Inhalt das Erneuerungstoken der Sitzung, die enden soll.',
  'The access token has expired. Exchange the refresh token: POST /v1/auth/refresh.': 'Das Zugriffstoken ist abgelaufen. Tauschen Sie das Erneuerungstoken ein: POST /v1/auth/refresh.',
  'The access token is not one this server issued. Sign in again.': 'Dieses Zugriffstoken hat dieser Server nicht ausgegeben. Melden Sie sich neu an.',
  'The e-mail address or the password is wrong.': 'Die E-Mail-Adresse oder das Passwort ist falsch.',
  'The refresh token is not valid any more. Sign in again.': 'Das Erneuerungstoken gilt nicht mehr. Melden Sie sich neu an.',
  'There is an account with this e-mail address already. Log in with it, or reset its password.': 'Mit dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich damit an, oder setzen Sie sein Passwort zurück.',
  'There is no scope of this name.': 'Ein Recht dieses Namens gibt es nicht.',
  'This API key is not valid: it never was, has expired or was revoked. Make a new one in the console.': 'Dieser API-Schlüssel gilt nicht: Es gab ihn nie, er ist abgelaufen oder widerrufen. Legen Sie in der Konsole einen neuen an.',
  'This is no API key of BookFlow: a part is missing or mistyped. Copy it again from where you keep it.': 'Das ist kein API-Schlüssel von BookFlow: Ein Teil fehlt oder ist vertippt. Kopieren Sie ihn noch einmal von da, wo Sie ihn aufheben.',
  'This is not the current password.': 'Das ist nicht das jetzige Passwort.',
  'This link was used already or has expired. Ask for a new one: POST /v1/auth/password-reset.': 'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an.',
  'This link was used already or has expired. Log in, or sign up again to get a new one.': 'Dieser Link wurde schon benutzt oder ist abgelaufen. Melden Sie sich an, oder registrieren Sie sich noch einmal, um einen neuen zu bekommen.',
  'This session has ended. Sign in again.': 'Diese Sitzung ist beendet. Melden Sie sich neu an.',
  'Too many attempts. Try again in 1 minute, or reset the password: the link in that mail lets you in at once.': 'Zu viele Versuche. Versuchen Sie es in einer Minute wieder, oder setzen Sie das Passwort zurück: Der Link in der E-Mail lässt Sie sofort hinein.',
  'Too many attempts. Try again in {0} minutes, or reset the password: the link in that mail lets you in at once.': 'Zu viele Versuche. Versuchen Sie es in {0} Minuten wieder, oder setzen Sie das Passwort zurück: Der Link in der E-Mail lässt Sie sofort hinein.',
  'Too many people are signing in at this moment. Nothing was changed; try again shortly.': 'Gerade melden sich zu viele Menschen an. Nichts wurde geändert; versuchen Sie es gleich noch einmal.',
  'You have {0} API keys that work already. Revoke one that is not needed any more.': 'Sie haben schon {0} gültige API-Schlüssel. Widerrufen Sie einen, den Sie nicht mehr brauchen.',
  session: 'Sitzung',
}
