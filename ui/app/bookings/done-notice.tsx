import type { Done } from './done.server.js'
import { Notice } from '../kit/notice.js'

export function DoneNotice({ done }: { done: Done }) {
  const what = `${done.title}, ${done.slot}`
  if (done.status === 'cancelled') return <Notice tone="good" takeFocus title={`Cancelled: ${what}`}><p>The time is free again.</p></Notice>
  if (done.act === 'cancelled') return null
  if (done.status === 'confirmed') return <Notice tone="good" takeFocus title={`Booked: ${what}`} />
  if (done.status === 'pending_approval') {
    return (
      <Notice tone="wait" takeFocus title={`Waiting for approval: ${what}`}>
        <p>A rule of your organisation asks for approval. The time is kept for you meanwhile: nobody else can book it. You hear by e-mail how it was decided.</p>
      </Notice>
    )
  }
  return null
}
