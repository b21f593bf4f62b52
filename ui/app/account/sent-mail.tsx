import { Trans } from 'react-i18next'
import { Notice } from '../kit/notice.js'

/** After a form that answers the same whether the address is known or not: what to do next, without telling which it was. */
export function SentMail({ title, children, hasDevMailbox }: { title: string; children: string; hasDevMailbox: boolean }) {
  return (
    <Notice tone="info" title={title} takeFocus>
      <p>{children}</p>
      {hasDevMailbox ? (
        <p>
          <Trans i18nKey="This server sends no mail yet. Read it in the <a>development mailbox</a>." components={{ a: <a className="font-medium underline underline-offset-3" href="/dev/mailbox" /> }} />
        </p>
      ) : null}
    </Notice>
  )
}
