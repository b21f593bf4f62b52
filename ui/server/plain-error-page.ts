import { visitorLanguage, type Language } from '../app/language/languages.js'

/**
 * The page for failures outside the router: too many requests, a form over the limit, overload. No script, no style sheet, nothing that could
 * fail in its turn.
 * @param status HTTP status, 400 or above
 * @param headers of the request, for its language
 */
export function plainErrorPage(status: number, { cookie = '', 'accept-language': accepted = '' }: { readonly cookie?: string | undefined; readonly 'accept-language'?: string | undefined }): string {
  const language = visitorLanguage(new Headers({ cookie, 'accept-language': accepted }))
  const { words, serverFault, clientFault, front } = texts[language]
  const { title, advice } = words[status] ?? (status >= 500 ? serverFault : clientFault)
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title} · BookFlow</title><h1>${title}</h1><p>${advice}</p><p><a href="/">${front}</a></p></html>`
}

interface Text {
  readonly title: string
  readonly advice: string
}

interface Texts {
  readonly words: Readonly<Record<number, Text>>
  readonly serverFault: Text
  readonly clientFault: Text
  readonly front: string
}

const texts: Readonly<Record<Language, Texts>> = {
  en: {
    words: {
      403: { title: 'This form came from somewhere else', advice: 'Open the page of this console again and send the form from there.' },
      413: { title: 'The form is too large', advice: 'Shorten the longest text and send it again.' },
      429: { title: 'Too many requests', advice: 'Wait a minute, then go on where you were.' },
      503: { title: 'The server is busy', advice: 'Nothing was changed. Try again in a moment.' },
    },
    serverFault: { title: 'The server could not answer', advice: 'Nothing was changed. Try again in a moment.' },
    clientFault: { title: 'The request was refused', advice: 'Go back, open the page again and retry.' },
    front: 'Front page',
  },
  de: {
    words: {
      403: { title: 'Dieses Formular kam von anderswo', advice: 'Öffnen Sie die Seite dieser Konsole neu und senden Sie das Formular von dort.' },
      413: { title: 'Das Formular ist zu groß', advice: 'Kürzen Sie den längsten Text und senden Sie es noch einmal.' },
      429: { title: 'Zu viele Anfragen', advice: 'Warten Sie eine Minute und machen Sie dann weiter, wo Sie waren.' },
      503: { title: 'Der Server ist ausgelastet', advice: 'Nichts wurde geändert. Versuchen Sie es gleich noch einmal.' },
    },
    serverFault: { title: 'Der Server konnte nicht antworten', advice: 'Nichts wurde geändert. Versuchen Sie es gleich noch einmal.' },
    clientFault: { title: 'Die Anfrage wurde abgelehnt', advice: 'Gehen Sie zurück, öffnen Sie die Seite neu und versuchen Sie es noch einmal.' },
    front: 'Startseite',
  },
}
