import type { LeftOut } from './contract.ts'

/** What is left out unless a rule of the person takes it in again (`!name` in `.allmendeignore`). */
export type LeftOutGroup = { code: keyof typeof REASONS; patterns: string[] }

export const IGNORE_FILE = '.allmendeignore'

const SECRET = 'may hold a password or a secret key'

/** Why something is left out, in words. Their codes are for programs, and for a page that says it in another language. */
export const REASONS = {
  git: 'the history of version control; no rule can take it in',
  history: 'the history of version control',
  rebuildable: 'can be installed or built again by those who need it',
  system: 'left behind by the operating system',
  editor: 'left behind by an editor',
  secret: SECRET,
  keynote: `${SECRET} (a Keynote presentation? Write its name with a ! before it into ${IGNORE_FILE})`,
  home: "Allmende's own folder, with the keys of this computer",
  unfinished: 'an unfinished download',
  rules: 'says what is left out, and is left out itself',
  special: 'neither a file nor a folder',
  inside: 'a link to another place in the folder',
  dangling: 'a link to nothing',
} as const

export type LeftOutCode = keyof typeof REASONS | 'named'
export type Why = Omit<LeftOut, 'path'>

export function why(code: keyof typeof REASONS): Why {
  return { code, reason: REASONS[code] }
}

/** By a rule of the person, in the ignore file `from`. */
export function namedIn(from: string): Why {
  return { code: 'named', reason: `named in ${from}`, from }
}

/** Never shared, whatever a rule says: the whole history, with what was deleted from it, and its hooks. */
export const NEVER = /^\.git$/i

export const LEFT_OUT: LeftOutGroup[] = [
  {
    code: 'history',
    patterns: ['.hg/', '.svn/', '.bzr/', '_darcs/', '.jj/', 'CVS/'],
  },
  {
    code: 'rebuildable',
    patterns: ['node_modules/', '__pycache__/', '*.pyc', '.venv/', '.tox/', '.gradle/', '.cache/'],
  },
  {
    code: 'system',
    patterns: [
      '.DS_Store',
      '._*',
      '.Spotlight-V100/',
      '.Trashes/',
      '.fseventsd/',
      '.Trash-*/',
      '$RECYCLE.BIN/',
      'Thumbs.db',
      'ehthumbs.db',
      'desktop.ini',
      '.directory',
      'lost+found/',
    ],
  },
  { code: 'editor', patterns: ['*.swp', '*.swo', '*~', '.#*', '.~lock.*#', '~$*'] },
  { code: 'secret', patterns: ['.env', '.env.*', '!.env.example', '!.env.sample', '!.env.template'] },
  {
    code: 'secret',
    patterns: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'],
  },
  {
    code: 'secret',
    patterns: ['*.pem', '*.p12', '*.pfx', '*.p8', '*.ppk', '*.jks', '*.keystore', '*.kdbx', '*.kdb'],
  },
  {
    code: 'keynote',
    patterns: ['*.key'],
  },
  {
    code: 'secret',
    patterns: [
      '.npmrc',
      '.netrc',
      '_netrc',
      '.pypirc',
      '.pgpass',
      '.my.cnf',
      '.htpasswd',
      '.git-credentials',
      '.docker/config.json',
    ],
  },
  {
    code: 'secret',
    patterns: ['.aws/', '.ssh/', '.gnupg/', '.kube/', '.azure/', '.password-store/', '.config/gcloud/'],
  },
  {
    code: 'secret',
    patterns: [
      'credentials',
      'credentials.*',
      '!credentials.md',
      'client_secret*.json',
      'secrets.json',
      'secrets.y*ml',
      'secrets.toml',
      'service-account*.json',
      'wallet.dat',
      '*.ovpn',
      '*.tfstate',
    ],
  },
  { code: 'home', patterns: ['.allmende/'] },
  {
    code: 'unfinished',
    patterns: ['*.part', '*.partial', '*.crdownload', '*.opdownload', '*.download', '*.!ut', '*.aria2'],
  },
  { code: 'rules', patterns: [IGNORE_FILE] },
]
