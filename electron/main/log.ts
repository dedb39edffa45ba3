/**
 * One JSON line per event on standard error. Fields must hold no secret and no customer identifier: the main process never sees either,
 * but for secrets on their way to the keyring, which are never passed here.
 */
export function log(
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: Record<string, string | number | boolean | null> = {},
): void {
  process.stderr.write(
    `${JSON.stringify({ at: new Date().toISOString(), from: 'main', level, message, ...fields })}\n`,
  );
}
