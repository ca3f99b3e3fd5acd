/** Where the browser of the machines is on which the stories are told. */
export const CHROMIUM = '/usr/bin/chromium'
