/** Drawn here, 24 by 24, in the colour of the text: no font and no file to fetch. */
const PATHS = {
  commons: 'M4 11 12 4l8 7M6 10v9h12v-9M10 19v-5h4v5',
  goods: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  share: 'M12 15V4M8 8l4-4 4 4M5 14v5h14v-5',
  drafts: 'M6 4h8l4 4v12H6zM14 4v4h4M9 13h6M9 16.5h4',
  people:
    'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19c.6-3 2.8-4.5 5.500-4.500s4.900 1.500 5.500 4.500M16 5.500a3 3 0 0 1 0 5.300M17 14.700c1.900.500 3 2 3.500 4.300',
  node: 'M4 5h16v11H4zM9 20h6M12 16v4',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6 6 18',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M18.400 5.600l-2.100 2.100M7.700 16.300l-2.100 2.100',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  file: 'M6 4h8l4 4v12H6zM14 4v4h4',
  download: 'M12 4v11M8 11l4 4 4-4M5 19h14',
  check: 'M5 13l4 4L19 7',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
