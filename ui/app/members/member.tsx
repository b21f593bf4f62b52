import type { Member } from '#modules/members/contract'
import type { MailAddress } from '#modules/notifications/contract'
import { useTranslation } from 'react-i18next'
import { data, Form, Link, redirect, useNavigation, useSearchParams } from 'react-router'
import type { Route } from './+types/member.js'
import { changeMember } from './change-member.server.js'
import { roleNames, rolesFor, roleTexts } from './member-filters.js'
import { MemberBadge } from './member-badges.js'
import { upcomingOf } from './upcoming-of.server.js'
import { redirectSaying } from '../flash/flash.server.js'
import { Button, LinkButton } from '../kit/button.js'
import { SelectField } from '../kit/field.js'
import { Notice } from '../kit/notice.js'
import { Panel, Screen } from '../kit/screen.js'
import { phrase } from '../language/phrases.js'
import { titled } from '../language/title.js'
import { words } from '../language/words.server.js'
import { momentText } from '../reading/instant-text.server.js'
import { read, type Page } from '../reading/rest-reading.server.js'
import { UpcomingBookings } from '../resources/upcoming-bookings.js'
import { consoleContext } from '../session/console-context.js'
import { textOf } from '../session/form-problem.js'
import { viewerContext } from '../session/viewer.js'

export { ScreenError as ErrorBoundary } from '../console/screen-error.js'

export const meta: Route.MetaFunction = ({ matches }) => titled(matches, 'Member')

export async function loader({ params, context }: Route.LoaderArgs) {
  const viewer = context.get(viewerContext)
  const { session } = context.get(consoleContext)
  const member = await read<Member>(session, `/v1/members/${encodeURIComponent(params.id)}`)
  const roles = viewer.permissions.includes('members:manage') ? rolesFor(member, { id: viewer.user.id, role: viewer.role }) : []
  const upcoming = viewer.permissions.includes('bookings:details') || member.id === viewer.user.id ? await upcomingOf(session, member.id, viewer.user.timezone) : null
  const [stopped] = viewer.permissions.includes('notifications:addresses') ? (await read<Page<MailAddress>>(session, '/v1/mail-addresses', { user_id: member.id })).items : []
  const unreached = stopped ? { state: stopped.state, when: momentText(stopped.since, viewer.user.timezone) } : null
  return { member, roles, upcoming, unreached, joined: momentText(member.joined_at, viewer.user.timezone), you: member.id === viewer.user.id }
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const form = await request.formData()
  const { problem, done, version } = await changeMember(context.get(consoleContext).session, params.id, form)
  if (problem) return data({ problem }, { status: problem.status })
  const back = `/app/members/${encodeURIComponent(params.id)}`
  const t = words()
  if (done === 'deactivation') return redirectSaying(back, { tone: 'good', text: t(doneTexts[done] ?? done), undo: { kind: 'reactivate-member', id: params.id, label: t('Undo') } })
  if (done === 'role') return redirectSaying(back, { tone: 'good', text: t(doneTexts[done] ?? done), undo: { kind: 'role-back', id: params.id, label: t('Undo'), was: `${textOf(form, 'was')} ${version}` } })
  return redirect(`${back}?done=${done}`)
}

const doneTexts: Record<string, string> = {
  role: phrase('The role is changed. It holds from the next click on, in every open session.'),
  deactivation: phrase('Deactivated. Every session here has ended; bookings made before stay.'),
  reactivation: phrase('Active again.'),
}

export default function MemberScreen({ loaderData: { member, roles, upcoming, unreached, joined, you }, actionData }: Route.ComponentProps) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const problem = actionData?.problem
  const done = problem ? undefined : doneTexts[search.get('done') ?? '']
  return (
    <Screen title={member.name} lead={t('{{email}} · member since {{when}}', { email: member.email, when: joined })} action={<LinkButton to="/app/members">{t('All members')}</LinkButton>}>
      {problem ? <Notice tone="bad" takeFocus title={problem.title}><p>{problem.detail}</p></Notice> : null}
      {done ? <Notice tone="good" takeFocus title={t(done)} /> : null}
      <div className="flex items-center gap-3 text-sm text-ink-soft">
        <MemberBadge status={member.status} />
        {you ? <span>{t('This is you.')}</span> : null}
      </div>
      {unreached ? (
        <Notice tone="bad" title={t('Nothing is sent to {{email}}', { email: member.email })}>
          <p>{unreached.state === 'bounced' ? t('A mail to this address bounced for good on {{when}}.', { when: unreached.when }) : t('On {{when}} a mail to this address was called spam.', { when: unreached.when })}</p>
          <p>
            <Link to="/app/notifications/addresses" className="text-accent-text underline-offset-3 hover:underline">
              {t('Stopped addresses')}
            </Link>
          </p>
        </Notice>
      ) : null}
      <RolePanel member={member} roles={roles} />
      {upcoming ? (
        <Panel title={t('Coming up')}>
          <UpcomingBookings rows={upcoming.rows} none={t('No booking is to come.')} />
          {upcoming.more ? <p className="text-sm text-ink-faint">{t('and more')}</p> : null}
        </Panel>
      ) : null}
      {roles.length > 0 ? <AccessPanel member={member} you={you} booked={(upcoming?.rows.length ?? 0) > 0} /> : null}
    </Screen>
  )
}

function RolePanel({ member, roles }: { member: Member; roles: readonly Member['role'][] }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent') === 'role'
  if (roles.length === 0) {
    return (
      <Panel title={t('Role')} lead={t('{{role}}: {{text}}.', { role: t(roleNames[member.role]), text: t(roleTexts[member.role]) })}>
        <p className="text-sm text-ink-faint">{t('You may not change this role. Owners decide about everybody, admins about the roles below admin.')}</p>
      </Panel>
    )
  }
  return (
    <Panel title={t('Role')} lead={t('{{role}}: {{text}}.', { role: t(roleNames[member.role]), text: t(roleTexts[member.role]) })}>
      <Form method="post" className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]" preventScrollReset>
        <input type="hidden" name="intent" value="role" />
        <input type="hidden" name="was" value={member.role} />
        <input type="hidden" name="version" value={member.version} />
        <SelectField key={member.version} label={t('New role')} name="role" defaultValue={member.role}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(roleNames[role])} · {t(roleTexts[role])}
            </option>
          ))}
        </SelectField>
        <Button busy={busy}>{t('Change role')}</Button>
      </Form>
    </Panel>
  )
}

function AccessPanel({ member, you, booked }: { member: Member; you: boolean; booked: boolean }) {
  const { t } = useTranslation()
  const busy = useNavigation().formData?.get('intent')
  const active = member.status === 'active'
  const intent = active ? 'deactivation' : 'reactivation'
  const lead = active
    ? `${you ? t('You lose access to this organisation at once.') : t('{{name}} loses access to this organisation at once.', { name: member.name })} ${t('Bookings and history stay, and the name on them. Reactivating gives everything back.')}`
    : t('{{name}} gets in again, with the role {{role}}.', { name: member.name, role: t(member.role) })
  return (
    <Panel title={active ? t('Deactivate') : t('Reactivate')} lead={lead}>
      {active && booked ? <p className="text-sm text-wait-text">{t('Bookings to come keep their time. Cancel those above whose time should be free again.')}</p> : null}
      <Form method="post" preventScrollReset>
        <input type="hidden" name="version" value={member.version} />
        <Button tone={active ? 'warn' : 'primary'} name="intent" value={intent} busy={busy === intent}>
          {active ? t('Deactivate') : t('Reactivate')}
        </Button>
      </Form>
    </Panel>
  )
}
