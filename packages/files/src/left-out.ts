/** What is left out unless a rule of the person takes it in again (`!name` in `.allmendeignore`). */
export type LeftOutGroup = { reason: string; patterns: string[] }

export const IGNORE_FILE = '.allmendeignore'

/** Never shared, whatever a rule says: the whole history, with what was deleted from it, and its hooks. */
export const NEVER = /^\.git$/i
export const NEVER_REASON = 'the history of version control; no rule can take it in'

const SECRET = 'may hold a password or a secret key'

export const LEFT_OUT: LeftOutGroup[] = [
  {
    reason: 'the history of version control',
    patterns: ['.hg/', '.svn/', '.bzr/', '_darcs/', '.jj/', 'CVS/'],
  },
  {
    reason: 'can be installed or built again by those who need it',
    patterns: ['node_modules/', '__pycache__/', '*.pyc', '.venv/', '.tox/', '.gradle/', '.cache/'],
  },
  {
    reason: 'left behind by the operating system',
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
  { reason: 'left behind by an editor', patterns: ['*.swp', '*.swo', '*~', '.#*', '.~lock.*#', '~$*'] },
  { reason: SECRET, patterns: ['.env', '.env.*', '!.env.example', '!.env.sample', '!.env.template'] },
  {
    reason: SECRET,
    patterns: ['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'],
  },
  {
    reason: SECRET,
    patterns: ['*.pem', '*.p12', '*.pfx', '*.p8', '*.ppk', '*.jks', '*.keystore', '*.kdbx', '*.kdb'],
  },
  {
    reason: `${SECRET} (a Keynote presentation? Write its name with a ! before it into ${IGNORE_FILE})`,
    patterns: ['*.key'],
  },
  {
    reason: SECRET,
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
    reason: SECRET,
    patterns: ['.aws/', '.ssh/', '.gnupg/', '.kube/', '.azure/', '.password-store/', '.config/gcloud/'],
  },
  {
    reason: SECRET,
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
  { reason: "Allmende's own folder, with the keys of this computer", patterns: ['.allmende/'] },
  {
    reason: 'an unfinished download',
    patterns: ['*.part', '*.partial', '*.crdownload', '*.opdownload', '*.download', '*.!ut', '*.aria2'],
  },
  { reason: 'says what is left out, and is left out itself', patterns: [IGNORE_FILE] },
]
