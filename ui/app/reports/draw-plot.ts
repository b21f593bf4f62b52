import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { drawnOrder, stackedValues } from './stacking.js'
import type { Plot, SeriesLook } from './report-view.js'

const tokens: Record<SeriesLook | 'grid' | 'text', string> = { accent: '--accent-solid', good: '--good-text', wait: '--wait-text', bad: '--bad-text', calm: '--ink-faint', grid: '--line', text: '--ink-faint' }

const height = 288

/**
 * Draws a plot in the colours of the page's tokens, anew when its width or the scheme changes.
 * @param onPlace told which place the pointer is at; null when it left
 * @returns what takes it away again
 */
export function drawPlot(target: HTMLElement, plot: Plot, language: string, onPlace: (place: number | null) => void): () => void {
  let chart: UPlot | undefined
  const draw = (): void => {
    chart?.destroy()
    chart = new UPlot(optionsOf(target, plot, language, onPlace), dataOf(plot), target)
  }
  draw()
  const sizes = new ResizeObserver(() => {
    if (chart && chart.width !== target.clientWidth) chart.setSize({ width: target.clientWidth, height })
  })
  sizes.observe(target)
  const schemes = new MutationObserver(draw)
  schemes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', draw)
  return () => {
    sizes.disconnect()
    schemes.disconnect()
    system.removeEventListener('change', draw)
    chart?.destroy()
  }
}

function dataOf({ places, series, stacked }: Plot): UPlot.AlignedData {
  const values = stacked ? stackedValues(series.map((each) => each.values)) : series.map((each) => [...each.values])
  return [places.map((_, index) => index), ...drawnOrder(values, stacked)]
}

function optionsOf(target: HTMLElement, { places, series, stacked, unit, axis }: Plot, language: string, onPlace: (place: number | null) => void): UPlot.Options {
  const color = colorsOf(target)
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  const bars = UPlot.paths.bars?.({ size: [0.7, 48] })
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const suffix = unit === 'percent' ? ' %' : unit === 'hours' ? ' h' : ''
  const axisLook = { stroke: color('text'), font, labelFont: font, grid: { stroke: color('grid'), width: 1 }, ticks: { show: false } }
  return {
    width: target.clientWidth,
    height,
    padding: [12, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false, range: [-0.6, places.length - 0.4] }, y: { range: (_chart, _low, high) => [0, unit === 'percent' ? Math.max(100, high) : Math.max(unit === 'count' ? 4 : 1, high * 1.1)] } },
    axes: [
      { ...axisLook, grid: { show: false }, incrs: [1, 2, 3, 4, 5, 7, 14, 28, 56], space: 72, size: 30, values: (_chart, splits) => splits.map((split) => (Number.isInteger(split) ? (places[split] ?? '') : '')) },
      { ...axisLook, label: axis, labelSize: 22, size: 52, ...(unit === 'count' ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] } : {}), values: (_chart, splits) => splits.map((split) => `${number.format(split)}${suffix}`) },
    ],
    series: [
      {},
      ...drawnOrder([...series], stacked).map(({ label, look, form }) => ({
        label,
        stroke: color(look),
        width: form === 'line' ? 2 : 0,
        ...(form === 'bars' ? { fill: color(look), ...(bars ? { paths: bars } : {}) } : { spanGaps: true }),
        points: { show: form === 'line', size: 6, fill: color(look) },
      })),
    ],
    hooks: { setCursor: [({ cursor: { idx, left } }) => onPlace(idx == null || left == null || left < 0 ? null : idx)] },
  }
}

/** A token as the canvas needs it: resolved for the scheme in force. */
function colorsOf(target: HTMLElement): (name: keyof typeof tokens) => string {
  return (name) => {
    const probe = document.createElement('span')
    probe.style.color = `var(${tokens[name]})`
    target.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }
}
