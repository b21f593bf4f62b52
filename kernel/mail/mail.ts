/**
 * The mail port of the kernel: what a mail is and who can send one. Refuses header injection here, once, whatever the transport.
 * Without it account mail (which no organisation can switch off) would hang on a switchable module.
 */
import { defineToken } from '../contract.js'
import { JobCancelled } from '../events/outbox.js'
import { note } from '../language.js'

export interface Attachment {
  filename: string
  content_type: string
  /** Text, e.g. of an iCalendar file. */
  content: string
}

export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  attachments?: readonly Attachment[]
}

export interface MailTransport {
  /**
   * Sends once per key, however often it is called.
   * @param idempotencyKey the outbox row's id
   * @param orgId null for account mail
   * @throws Error to be tried again, JobSnoozed when the provider names a time, JobCancelled when it can never be sent
   */
  send(mail: Mail, idempotencyKey: string, orgId: string | null): Promise<{ provider_id: string }>
}

const control = /[\u0000-\u001f\u007f]/

/** @throws JobCancelled when a field that becomes a header holds a line break or another control character: no later try can mend that */
export function checkMail(mail: Mail): void {
  const headers: [string, string][] = [['to', mail.to], ['subject', mail.subject], ...(mail.attachments ?? []).flatMap(({ filename, content_type }): [string, string][] => [['filename', filename], ['content_type', content_type]])]
  for (const [field, value] of headers) {
    if (control.test(value)) throw new JobCancelled(note`The mail's ${field} holds a control character; remove it where the mail is rendered.`)
  }
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(mail.to)) throw new JobCancelled(note`The mail's to is not one e-mail address.`)
}

export const mailTransportToken = defineToken<MailTransport>('kernel.mailTransport')
