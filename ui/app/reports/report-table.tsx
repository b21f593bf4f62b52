import { useTranslation } from 'react-i18next'
import type { ReportTable } from './report-view.js'

/** The numbers a chart is drawn from, all of them; opens without scripts. */
export function ReportTableView({ table: { columns, rows }, title }: { table: ReportTable; title: string }) {
  const { t } = useTranslation()
  return (
    <details className="group/table">
      <summary className="flex min-h-9 w-fit items-center gap-2 rounded-lg text-sm font-medium text-ink-soft hover:text-ink">
        <span aria-hidden="true" className="transition-transform group-open/table:rotate-90">▸</span>
        {t('The numbers as a table')}
      </summary>
      <div className="overflow-x-auto pt-3" role="group" aria-label={title} tabIndex={0}>
        <table className="w-full border-collapse text-sm">
          <thead>
            <tr className="border-b border-line-strong text-left">
              {columns.map(({ label, number }) => (
                <th key={label} scope="col" className={`px-3 py-2 align-bottom font-medium first:pl-0 last:pr-0 ${number ? 'text-right' : ''}`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, index) =>
                  index === 0 ? (
                    <th key={index} scope="row" className="py-2 pr-3 text-left font-normal">
                      {cell}
                    </th>
                  ) : (
                    <td key={index} className={`px-3 py-2 whitespace-nowrap last:pr-0 ${columns[index]?.number ? 'text-right tabular-nums' : ''}`}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
