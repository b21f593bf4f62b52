import type { Sentences } from '#kernel/language'

/** Approvals: what callers are told, in German. */
export const german: Sentences = {
  '1 request for approval is pending. Decide on it first, or say with "pending": "confirm" or "reject" what becomes of it.': '1 Antrag wartet auf Freigabe. Entscheiden Sie erst darüber, oder sagen Sie mit "pending": "confirm" oder "reject", was daraus wird.',
  'Approvals are being switched off for this organisation at this moment, and this booking would need one. Send it again.': 'Freigaben werden für diese Organisation gerade ausgeschaltet, und diese Buchung bräuchte eine. Senden Sie sie noch einmal.',
  'Nobody decides on a request they made, changed, or that was made for them, whatever their role. Somebody else has to.': 'Niemand entscheidet über einen Antrag, den er selbst stellte oder änderte oder der für ihn gestellt wurde, welche Rolle er auch hat. Das muss jemand anderes tun.',
  'Say why: the person turned down reads it.': 'Sagen Sie warum: Wem abgesagt wird, liest es.',
  'Step {0} does not name you, and nobody decides in the place of those it names.': 'Schritt {0} nennt Sie nicht, und niemand entscheidet anstelle derer, die er nennt.',
  'Step {0} is not open: step {1} is. Read the request again before deciding on it.': 'Nicht Schritt {0} ist offen, sondern Schritt {1}. Lesen Sie den Antrag neu, bevor Sie entscheiden.',
  'The booking is {0} and waits for no decision any more.': 'Die Buchung ist {0} und wartet auf keine Entscheidung mehr.',
  'The booking would have started already; nobody can decide on it any more.': 'Die Buchung hätte schon begonnen; darüber kann niemand mehr entscheiden.',
  'The person this link was made for is no active member of the organisation any more.': 'Die Person, für die dieser Link gemacht wurde, ist kein aktives Mitglied der Organisation mehr.',
  'The request is {0} already.': 'Der Antrag ist schon {0}.',
  'This link expired at {0}. Decide in the console, if the request still waits.': 'Dieser Link lief am {0} ab. Entscheiden Sie in der Konsole, wenn der Antrag noch wartet.',
  'This link was used already; a decision stands.': 'Dieser Link wurde schon benutzt; eine Entscheidung steht.',
  'You are named in step {0}, which is {1}; step {2} is open and others decide on it.': 'Sie stehen in Schritt {0}, und der ist {1}; offen ist Schritt {2}, über den andere entscheiden.',
  'You decided on step {0} already; a decision stands.': 'Über Schritt {0} haben Sie schon entschieden; eine Entscheidung steht.',
  '{0} requests for approval are pending. Decide on them first, or say with "pending": "confirm" or "reject" what becomes of them.': '{0} Anträge warten auf Freigabe. Entscheiden Sie erst darüber, oder sagen Sie mit "pending": "confirm" oder "reject", was daraus wird.',
  approval: 'Freigabe',
  link: 'Link',
  open: 'offen',
  pending: 'offen',
  skipped: 'übersprungen',
  waiting: 'noch nicht dran',
  withdrawn: 'zurückgezogen',
}
