import type { Process } from '#modules/system/contract'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../kit/badge.js'

export interface ProcessRow extends Pick<Process, 'label' | 'kind' | 'status'> {
  readonly version: string
  readonly started: string
  readonly seen: string
  readonly streams: string
}

export interface ChannelRow {
  readonly channel: string
  readonly pending: number
  readonly active: number
  readonly dead: number
  readonly oldest: string
}

export function ProcessTable({ processes }: { processes: readonly ProcessRow[] }) {
  const { t } = useTranslation()
  return (
    <Table label={t('Processes')} heads={[t('Process'), t('State'), t('Version'), t('Started'), t('Last heard of'), t('Streams')]}>
      {processes.map(({ label, status, version, started, seen, streams }) => (
        <tr key={label}>
          <th scope="row" className={`${cell} text-left font-mono text-[0.8125rem] font-normal`}>{label}</th>
          <td className={cell}>
            <Badge tone={status === 'alive' ? 'good' : 'wait'} icon={status === 'alive' ? 'check' : 'alert'}>
              {status === 'alive' ? t('Alive') : t('Silent')}
            </Badge>
          </td>
          <td className={cell}>{version}</td>
          <td className={cell}>{started}</td>
          <td className={cell}>{seen}</td>
          <td className={cell}>{streams}</td>
        </tr>
      ))}
    </Table>
  )
}

export function ChannelTable({ channels }: { channels: readonly ChannelRow[] }) {
  const { t } = useTranslation()
  return (
    <Table label={t('Queues')} heads={[t('Channel'), t('Waiting'), t('Being sent'), t('Given up'), t('Oldest waits')]}>
      {channels.map(({ channel, pending, active, dead, oldest }) => (
        <tr key={channel}>
          <th scope="row" className={`${cell} text-left font-mono text-[0.8125rem] font-normal`}>{channel}</th>
          <td className={cell}>{pending}</td>
          <td className={cell}>{active}</td>
          <td className={`${cell} ${dead > 0 ? 'font-medium text-bad-text' : ''}`}>{dead}</td>
          <td className={cell}>{oldest}</td>
        </tr>
      ))}
    </Table>
  )
}

const cell = 'py-2 pr-5 whitespace-nowrap tabular-nums'

function Table({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto" role="group" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line-strong text-left">
            {heads.map((head) => (
              <th key={head} scope="col" className="py-2 pr-5 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  )
}
