import type { ShouldRevalidateFunction } from 'react-router'

/** Not when something changes elsewhere: what somebody is writing must not be replaced under their hands. */
export const keepDraft: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod }) => formMethod !== undefined || currentUrl.href !== nextUrl.href
