import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes'

export default [
  index('landing/landing.tsx'),
  route('login', 'account/login.tsx'),
  route('sign-up', 'account/sign-up.tsx'),
  route('verify', 'account/verify.tsx'),
  route('reset', 'account/reset.tsx'),
  route('reset/confirm', 'account/reset-confirm.tsx'),
  route('accept', 'account/accept.tsx'),
  route('logout', 'session/logout.ts'),
  route('session', 'session/keep-session.ts'),
  route('theme', 'session/theme.ts'),
  route('accent/:file', 'session/accent.ts'),
  ...prefix('app', [
    layout('console/console-layout.tsx', [
      index('console/home.ts'),
      route('organization', 'console/switch-organization.ts'),
      route('bookings', 'bookings/bookings.tsx', [
        route('new', 'bookings/new-booking.tsx'),
        route(':id/cancel', 'bookings/cancel-booking.tsx'),
      ]),
      route('resources', 'resources/resources.tsx'),
      route('resources/new', 'resources/new-resource.tsx'),
      route('resources/:id', 'resources/resource-detail.tsx'),
      route('resources/:id/edit', 'resources/edit-resource.tsx'),
      route('resources/:id/archive', 'resources/archive-resource.tsx'),
      route('approvals', 'approvals/approvals.tsx'),
      route('members', 'members/members.tsx'),
      route('members/invite', 'members/invite.tsx'),
      route('members/invitations', 'members/invitations.tsx'),
      route('members/:id', 'members/member.tsx'),
      route('*', 'console/unknown-page.ts'),
    ]),
  ]),
  route('*', 'landing/unknown-page.ts'),
] satisfies RouteConfig
