import { startTransition, StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { HydratedRouter } from 'react-router/dom'
import { languageOf } from './language/languages.js'
import { learnLanguage } from './language/phrases.js'

// Before the first render: what is hydrated must read as what was sent.
await learnLanguage(languageOf(document.documentElement.lang) ?? 'en')

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <HydratedRouter />
    </StrictMode>,
  )
})
