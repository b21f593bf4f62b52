/**
 * The page for failures outside the router: too many requests, a form over the limit, overload. No script, no style sheet, nothing that could
 * fail in its turn.
 * @param status HTTP status, 400 or above
 */
export function plainErrorPage(status: number): string {
  const { title, advice } = words[status] ?? (status >= 500 ? serverFault : clientFault)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title} · BookFlow</title><h1>${title}</h1><p>${advice}</p><p><a href="/">Front page</a></p></html>`
}

const serverFault = { title: 'The server could not answer', advice: 'Nothing was changed. Try again in a moment.' }
const clientFault = { title: 'The request was refused', advice: 'Go back, open the page again and retry.' }
const words: Readonly<Record<number, { title: string; advice: string }>> = {
  403: { title: 'This form came from somewhere else', advice: 'Open the page of this console again and send the form from there.' },
  413: { title: 'The form is too large', advice: 'Shorten the longest text and send it again.' },
  429: { title: 'Too many requests', advice: 'Wait a minute, then go on where you were.' },
  503: { title: 'The server is busy', advice: 'Nothing was changed. Try again in a moment.' },
}
