import { useTranslation } from 'react-i18next'
import { Form } from 'react-router'
import { Icon } from '../kit/icon.js'
import { Menu, menuItem } from '../kit/menu.js'
import type { SignedInViewer } from '../session/viewer.js'

type Props = Pick<SignedInViewer, 'organization' | 'organizations'>

/** The organisation in view; a menu only for people who have several. */
export function OrganizationMenu({ organization, organizations }: Props) {
  const { t } = useTranslation()
  const mark = (
    <>
      <span aria-hidden="true" className="grid size-7 shrink-0 place-items-center rounded-md bg-accent-solid text-[0.8125rem] font-semibold text-accent-on">
        {initial(organization.name)}
      </span>
      <span className="max-w-[9.500rem] truncate font-semibold">{organization.name}</span>
    </>
  )
  if (organizations.length < 2) return <div className="flex min-h-10 items-center gap-2.5 px-2">{mark}</div>
  return (
    <Menu
      label={t('Organisation {{name}}. Switch', { name: organization.name })}
      trigger={
        <>
          {mark}
          <span className="ml-auto text-ink-faint">
            <Icon name="chevron" size={16} />
          </span>
        </>
      }
    >
      <p className="px-2.5 pt-1 pb-0.5 text-[0.8125rem] text-ink-faint">{t('Switch organisation')}</p>
      {organizations.map(({ id, name, role }) => (
        <Form key={id} method="post" action="/app/organization">
          <input type="hidden" name="organization_id" value={id} />
          <button type="submit" className={menuItem} disabled={id === organization.id} aria-current={id === organization.id || undefined}>
            <span className="min-w-0 flex-1 truncate">{name}</span>
            {id === organization.id ? <Icon name="check" size={16} /> : <span className="text-[0.8125rem] text-ink-faint">{t(role)}</span>}
          </button>
        </Form>
      ))}
    </Menu>
  )
}

function initial(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '·'
}
