import type { ErrorRow } from '@allmende/vocabulary'

/** Of what is made for a page to be saved. Part of the table of this package. */
export const DOWNLOAD_ERRORS = {
  DOWNLOAD_WHAT: {
    status: 400,
    message: 'a download is of one thing: a bundle, a good, a commons or a backup; {found} were named',
  },
  DOWNLOAD_UNKNOWN: {
    status: 404,
    message: 'there is no such download any more',
    hint: 'it is there for an hour, and until the node is stopped: make it again',
  },
} as const satisfies Record<string, ErrorRow>
