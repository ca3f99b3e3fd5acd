/** What runs as a service: the words after the program's name. */
export type Service = {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  /** Where the Node is that runs this now: a login shell's path may not be the service's. */
  readonly nodeFolder: string
}

/** By this line we know a file that we may write over or remove. */
export const MARK = 'Written by `allmende service install`'

/**
 * A unit of systemd for one user. Only hardening that needs no namespaces: those of files and devices (ProtectSystem and its like) need
 * unprivileged user namespaces, which many systems forbid, and then the service would not start at all. Not
 * MemoryDenyWriteExecute: Node compiles while it runs. The program is named to a shell, since systemd takes no path with a
 * quotation mark or a backslash for what it starts itself.
 */
export function systemdUnit({ name, program, args, nodeFolder }: Service): string {
  return `# ${MARK}; \`allmende service remove\` takes it away.
[Unit]
Description=Allmende node (${name})
# A node that fails at once, again and again, is left alone after a while: see the log.
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=exec
ExecStart=${['/bin/sh', program, ...args].map(quoted).join(' ')}
Environment=${quoted(`PATH=${nodeFolder}:/usr/local/bin:/usr/bin:/bin`)}
Restart=on-failure
RestartSec=5
# It closes in a second or two; whatever was acknowledged is on disk before.
TimeoutStopSec=30
# Only the program itself is asked to end, as with Ctrl-C.
KillMode=mixed
SyslogIdentifier=${name}
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
SystemCallArchitectures=native
LimitNOFILE=65536

[Install]
WantedBy=default.target
`
}

/** One word for systemd: nothing in it is a variable, a specifier or an end of the word. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')
    .replaceAll('\n', '\\n')
  return /^[\w./:@,=+-]+$/.test(word) ? word : `"${escaped}"`
}

/** A job of launchd for one user. */
export function launchdPlist({ name, program, args, nodeFolder }: Service, log: string): string {
  const words = [program, ...args].map((word) => `    <string>${xml(word)}</string>`).join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${MARK} -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(launchdLabel(name))}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>PATH</key>
    <string>${xml(`${nodeFolder}:/usr/local/bin:/usr/bin:/bin`)}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>5</integer>
  <key>ExitTimeOut</key>
  <integer>30</integer>
  <key>Umask</key>
  <integer>63</integer>
  <key>StandardOutPath</key>
  <string>${xml(log)}</string>
  <key>StandardErrorPath</key>
  <string>${xml(log)}</string>
</dict>
</plist>
`
}

export function launchdLabel(name: string): string {
  return `org.allmende.${name}`
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
