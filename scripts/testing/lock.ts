type Locked = {
  version?: string
  dev?: boolean
  devOptional?: boolean
  optional?: boolean
  optionalDependencies?: Record<string, string>
}

/** What we read of a package-lock.json. */
export type Lock = { packages: Record<string, Locked & Record<string, unknown>> }

/** Optional dependencies that a package in the lock file names with a fixed version, and that have no entry in it. */
export function unlocked({ packages }: Lock): { name: string; version: string; dev: boolean }[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !found(packages, path, name))
      .map(([name, version]) => ({ name, version, dev })),
  )
}

/** Looks as Node does: within the package, and then in every folder above it. */
function found(packages: Lock['packages'], path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.replace(/(?:^|\/)(?:node_modules\/)?[^/]*$/, '')) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true
    if (folder === '') return false
  }
}
