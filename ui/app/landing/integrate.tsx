import { Trans, useTranslation } from 'react-i18next'
import { CodeBlock, Section } from './section.js'

const request = (publicUrl: string): string => `curl ${publicUrl}/v1/bookings \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: 2f1c…" \\
  -d '{
    "resource_id": "0199…",
    "title": "Design review",
    "starts_at": "2027-03-15T10:30:00+01:00",
    "ends_at":   "2027-03-15T12:30:00+01:00"
  }'`

const answer = `HTTP/1.1 409 Conflict
Content-Type: application/problem+json

{
  "code": "booking_conflict",
  "title": "The time is taken",
  "next_free": [
    { "starts_at": "2027-03-15T12:00:00Z",
      "ends_at":   "2027-03-15T14:00:00Z" }
  ]
}`

export function Integrate({ publicUrl }: { publicUrl: string }) {
  const { t } = useTranslation()
  return (
    <Section
      id="integrate"
      title={t('Everything over REST')}
      lead={t('This console has no private door: it calls the same routes as your programs. OpenAPI 3.1 is generated from what runs, changes arrive as server-sent events, and a repeated POST with the same key happens once.')}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
        <CodeBlock label={t('Ask')}>{request(publicUrl)}</CodeBlock>
        <CodeBlock label={t('A refusal you can act on (shortened)')}>{answer}</CodeBlock>
      </div>
      <p className="text-ink-soft">
        <Trans
          i18nKey="Read the <a>reference</a> or fetch <code>/v1/openapi.json</code>."
          components={{
            a: <a className="font-medium text-accent-text underline underline-offset-3" href="/docs" />,
            code: <a className="font-mono text-sm font-medium text-accent-text underline underline-offset-3" href="/v1/openapi.json" />,
          }}
        />
      </p>
    </Section>
  )
}
