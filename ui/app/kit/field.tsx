import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'

interface FieldText {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong and how to mend it; announced with the field. */
  readonly error?: string
  readonly optional?: boolean
}

const control =
  'w-full rounded-lg border bg-surface px-3 min-h-10 text-[0.9375rem] text-ink placeholder:text-ink-faint hover:border-ink-soft disabled:opacity-60'

function border(error: string | undefined): string {
  return error ? 'border-bad-text' : 'border-field-line'
}

export function TextField({ label, hint, error, optional, className = '', ...rest }: FieldText & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hint, error, optional, className }}>
      <input {...rest} {...described(id, hint, error)} id={id} className={`${control} ${border(error)}`} />
    </FieldFrame>
  )
}

export function TextAreaField({ label, hint, error, optional, className = '', ...rest }: FieldText & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hint, error, optional, className }}>
      <textarea rows={2} {...rest} {...described(id, hint, error)} id={id} className={`${control} ${border(error)} py-2`} />
    </FieldFrame>
  )
}

export function SelectField({ label, hint, error, optional, className = '', children, ...rest }: FieldText & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  return (
    <FieldFrame {...{ id, label, hint, error, optional, className }}>
      <select {...rest} {...described(id, hint, error)} id={id} className={`${control} ${border(error)} pr-8`}>
        {children}
      </select>
    </FieldFrame>
  )
}

function described(id: string, hint: ReactNode, error: string | undefined) {
  const by = [error ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(Boolean).join(' ')
  return { 'aria-describedby': by || undefined, 'aria-invalid': error ? true : undefined }
}

function FieldFrame(props: FieldText & { id: string; className: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className={`grid gap-1.5 ${props.className}`}>
      <label htmlFor={props.id} className="flex items-baseline justify-between gap-2 text-sm font-medium text-ink">
        {props.label}
        {props.optional ? <span className="font-normal text-ink-faint">{t('optional')}</span> : null}
      </label>
      {props.children}
      {props.error ? (
        <p id={`${props.id}-error`} className="text-sm text-bad-text">
          {props.error}
        </p>
      ) : null}
      {props.hint ? (
        <p id={`${props.id}-hint`} className="text-[0.8125rem] leading-snug text-ink-faint">
          {props.hint}
        </p>
      ) : null}
    </div>
  )
}
