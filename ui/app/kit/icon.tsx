const paths = {
  alert: 'M12 8v5m0 3.5v.01M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  ban: 'M5.6 5.6l12.8 12.8M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  calendar: 'M7 3v3m10-3v3M4 9.5h16M5.5 5h13A1.5 1.5 0 0 1 20 6.5v12a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-12A1.5 1.5 0 0 1 5.5 5Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm7 9.5 5 5 5-5',
  clock: 'M12 7v5l3.2 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  close: 'm6 6 12 12M18 6 6 18',
  home: 'M4 11.5 12 4l8 7.500V19a1 1 0 0 1-1 1h-4.500v-5.500h-5V20H5a1 1 0 0 1-1-1v-7.500Z',
  leave: 'M14 4h4.5A1.5 1.5 0 0 1 20 5.5v13a1.5 1.5 0 0 1-1.5 1.5H14m-4-4-4-4 4-4m-4 4h10',
  lock: 'M7.5 11V7.5a4.5 4.5 0 0 1 9 0V11M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1Z',
  mail: 'M4 7.5 12 13l8-5.5M5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17V7A1.5 1.5 0 0 1 5 5.5Z',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z',
  organization: 'M4 20V6.5A1.5 1.5 0 0 1 5.5 5h6A1.5 1.5 0 0 1 13 6.5V20m0-9h5.5a1.5 1.5 0 0 1 1.5 1.5V20M3 20h18M7 9h3m-3 4h3m-3 3.5h3M16.500 14.500h.5m-.5 3h.5',
  plus: 'M12 5v14m-7-7h14',
  timeline: 'M4 7h9M8 12h11M6 17h8',
  sun: 'M12 4V2.500m0 19V20m8-8h1.500m-19 0H4m13.700-5.700 1-1M5.300 18.700l1-1m0-11.400-1-1m13.400 13.400-1-1M16.500 12a4.500 4.500 0 1 1-9 0 4.500 4.500 0 0 1 9 0Z',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15L6 16.5Zm4 4.500h4',
  bolt: 'M13 3 5 13.500h6L10.500 21 19 10.500h-6L13 3Z',
  inbox: 'M4 13.500 6.500 5.500h11L20 13.500V18a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-4.500Zm0 0h4.500l1.500 2.500h4l1.500-2.500H20',
  log: 'M7 4h10a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm2.500 4.500h5m-5 3.500h5m-5 3.500h3',
  people: 'M12.500 8a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0ZM3 19.500c0-3.300 2.700-5.500 6-5.500s6 2.200 6 5.500M16 5a3.200 3.200 0 0 1 0 6m2 3.200c1.900.800 3 2.700 3 5.300',
  search: 'm20 20-4.500-4.500M17 10.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M17 7a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM11 17a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z',
  pin: 'M9 4h6m-5 0v5.500L7 13v1.500h10V13l-3-3.500V4m-2 10.500V20',
  plug: 'M9 3v5m6-5v5M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0V8ZM12 17v4',
  copy: 'M9.500 8.500h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Zm-4 7h-1v-10a1 1 0 0 1 1-1h10v1',
  key: 'M14.500 14a5 5 0 1 0-4.700-3.300L4 16.500V20h3.500v-2.500H10V15l1.300-1.300a5 5 0 0 0 3.200.3Zm1-5.500v.01',
  chart: 'M4 20h16M7 16.500v-5m5 5V6m5 10.500v-8',
  server: 'M5.500 4.500h13a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1Zm0 9h13a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1ZM8 7.500v.01M8 16.500v.01',
  download: 'M12 4v11m-4.500-4.500L12 15l4.500-4.500M5 19.500h14',
} as const

export type IconName = keyof typeof paths

/** A line icon, always decorative: the text beside it, or the control's label, carries the meaning. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="shrink-0"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark: two slots that meet and do not overlap. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg aria-hidden="true" className="shrink-0" width={size} height={size} viewBox="0 0 24 24" fill="none">
      <rect x="2" y="4" width="20" height="4.600" rx="1.600" fill="var(--line-strong)" />
      <rect x="2" y="9.700" width="10" height="4.600" rx="1.600" fill="var(--accent-solid)" />
      <rect x="13.200" y="9.700" width="8.800" height="4.600" rx="1.600" fill="var(--accent-text)" opacity="0.55" />
      <rect x="2" y="15.400" width="20" height="4.600" rx="1.600" fill="var(--line-strong)" />
    </svg>
  )
}
