import { VERSION } from '../version.ts'
import { PLATFORM } from './program-folder.ts'

/** What `uname` says on the platforms of ours that have it. */
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'Darwin' }
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64|amd64', arm64: 'aarch64|arm64' }

/** Whether a computer of this system can run the script. */
export function canInstall(platform: string = process.platform): boolean {
  return SYSTEMS[platform] !== undefined
}

/**
 * The script that installs: POSIX sh and what every system has. It writes into folders of the user only, asks for no
 * rights, and puts the new version in its place only after it has run once.
 */
export function installScript({ sha256 }: { sha256: string }): string {
  const [system = '', machine = ''] = PLATFORM.split('-')
  return `#!/bin/sh
# Installs Allmende ${VERSION} for ${PLATFORM}: sh install.sh [FOLDER]
# Into FOLDER, by default ~/.local/share/allmende, with the programs linked from ~/.local/bin. Needs no internet, no root.
set -eu
version='${VERSION}' platform='${PLATFORM}'
sum='${sha256}'
stop() { echo "install.sh: $*" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd -P)
case $(uname -s) in ${SYSTEMS[system] ?? system}) ;; *) stop "this is for ${PLATFORM}, and here is $(uname -s)" ;; esac
case $(uname -m) in ${MACHINES[machine] ?? machine}) ;; *) stop "this is for ${PLATFORM}, and here is $(uname -m)" ;; esac

if [ "\${1:-}" ]; then into=$1 links=
elif [ "\${HOME:-}" ]; then into=$HOME/.local/share/allmende links=$HOME/.local/bin
else stop 'there is no HOME: name a folder to install into (sh install.sh FOLDER)'
fi

if command -v sha256sum >/dev/null 2>&1; then found=$(sha256sum <"$here/program.tar.gz")
elif command -v shasum >/dev/null 2>&1; then found=$(shasum -a 256 <"$here/program.tar.gz")
elif command -v openssl >/dev/null 2>&1; then found=$(openssl dgst -sha256 -r <"$here/program.tar.gz")
else stop 'nothing here can check a SHA-256 (sha256sum, shasum, openssl); nothing was installed'
fi
[ "\${found%% *}" = "$sum" ] || stop 'program.tar.gz is damaged: fetch the archive again; nothing was installed'

mkdir -p "$into"
into=$(cd "$into" && pwd -P)
new=$into/.new-$$
trap 'rm -rf "$new"' EXIT
mkdir "$new"
tar -xzf "$here/program.tar.gz" -C "$new"
said=$("$new/bin/allmende" --version) || stop 'the program does not start on this computer; nothing was installed'
[ "$said" = "$version" ] || stop "the program says it is $said; nothing was installed"
place=$into/$version-$platform
old=$into/.old-$$
[ ! -e "$place" ] || mv "$place" "$old"
mv "$new" "$place"
rm -rf "$old"
for name in allmende allmende-bootstrap; do
  ln -sfn "$place/bin/$name" "$into/$name"
  if [ "$links" ]; then mkdir -p "$links" && ln -sfn "$place/bin/$name" "$links/$name"; fi
done

echo "Allmende $version is installed in $place"
case ":$PATH:" in
  *":\${links:-$into}:"*) echo 'Start it:  allmende start' ;;
  *) echo "Start it:  \${links:-$into}/allmende start" ;;
esac
`
}
