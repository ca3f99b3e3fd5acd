/** What a page took until it could be seen and used, as the browser says it: milliseconds, and the share of the window that jumped. */
export type Load = {
  readonly fcp: number
  readonly lcp: number
  readonly speedIndex: number
  readonly tbt: number
  readonly cls: number
}

type Curve = { readonly weight: number; readonly p10: number; readonly median: number }

/**
 * The weights and points of Lighthouse 10 and later, as published: at `p10` a figure is worth 0.9, at `median` 0.5. Those for phones go with
 * the processor slowed down four times; those for desktops are meant for one that isn't, and so are harder here than they were made to be.
 */
export const CURVES: Readonly<Record<'phone' | 'desktop', Readonly<Record<keyof Load, Curve>>>> = {
  phone: {
    fcp: { weight: 0.1, p10: 1_800, median: 3_000 },
    speedIndex: { weight: 0.1, p10: 3_387, median: 5_800 },
    lcp: { weight: 0.25, p10: 2_500, median: 4_000 },
    tbt: { weight: 0.3, p10: 200, median: 600 },
    cls: { weight: 0.25, p10: 0.1, median: 0.25 },
  },
  desktop: {
    fcp: { weight: 0.1, p10: 934, median: 1_600 },
    speedIndex: { weight: 0.1, p10: 1_311, median: 2_300 },
    lcp: { weight: 0.25, p10: 1_200, median: 2_400 },
    tbt: { weight: 0.3, p10: 150, median: 350 },
    cls: { weight: 0.25, p10: 0.1, median: 0.25 },
  },
}

/** Performance from 0 to 100: each figure on its log-normal curve, weighed. */
export function scoreOf(load: Load, curves: Readonly<Record<keyof Load, Curve>>): number {
  const names = Object.keys(curves) as (keyof Load)[]
  return Math.round(
    100 * names.reduce((sum, name) => sum + curves[name].weight * worth(load[name], curves[name]), 0),
  )
}

/** How much of a log-normal distribution with this median, and a tenth of it at `p10`, lies above the figure. */
function worth(figure: number, { p10, median }: Curve): number {
  if (figure <= 0) return 1
  const spread = Math.log(median / p10) / PROBIT_90
  return normalAbove(Math.log(figure / median) / spread)
}

/** Nine tenths of a normal distribution lie below so many of its deviations. */
const PROBIT_90 = 1.281_551_565_545

/** The part of the normal distribution above `z`, by Abramowitz and Stegun 26.2.17: right to seven places. */
function normalAbove(z: number): number {
  if (z < 0) return 1 - normalAbove(-z)
  const t = 1 / (1 + 0.231_641_9 * z)
  const powers = [0.319_381_53, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429]
  const sum = powers.reduce((all, factor, index) => all + factor * t ** (index + 1), 0)
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum
}
