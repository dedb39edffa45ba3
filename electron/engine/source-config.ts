import { AppError } from '../../shared/errors/index.ts';
import type { Capabilities } from '../connectors/connector.ts';
import type { Commands, ParsedOf } from '../../shared/contract/index.ts';
import type { SourceConfig } from '../store/api.ts';
import type { Sources } from './sources.ts';

type Added = ParsedOf<Commands['addSource']>;
type Tested = ParsedOf<Commands['testSource']>;

/** The configuration of a source as the wizard gives it; secrets are named, never held. @throws AppError `invalid-input` where something is missing */
export function sourceConfig(input: Added): SourceConfig['config'] {
  const { baseUrl, email, secretRef, loginUrl, clientId, clientIdRef } = input;
  const startTime = new Date(input.startTime).toISOString();
  if (input.kind === 'genesys') {
    if (baseUrl === null || loginUrl === null || secretRef === null || (clientId === null && clientIdRef === null)) {
      throw missing('A Genesys Cloud source needs its region’s addresses, a client and a sign-in.');
    }
    return clientIdRef === null
      ? { baseUrl, loginUrl, startTime, clientId, refreshTokenRef: secretRef }
      : { baseUrl, loginUrl, startTime, clientIdEnv: clientIdRef, clientSecretEnv: secretRef };
  }
  if (baseUrl === null || email === null || secretRef === null) {
    throw missing('A Zendesk source needs an address, an e-mail and a token.');
  }
  return { baseUrl, email, tokenEnv: secretRef, startTime };
}

/** Tries what the wizard has so far. @throws AppError `source-auth`, `source-unreachable`, `invalid-input` */
export function testOf(input: Tested, sources: Sources): Promise<Capabilities> {
  if (input.kind === 'zendesk') {
    const { baseUrl, email, secret } = input;
    return sources.test(input.kind, { baseUrl, email, tokenEnv: 'token' }, { token: secret });
  }
  const { baseUrl, loginUrl, clientId, secret, secretRef } = input;
  if (secret !== null) {
    const config = { baseUrl, loginUrl, clientIdEnv: 'id', clientSecretEnv: 'secret' };
    return sources.test(input.kind, config, { id: clientId, secret });
  }
  if (secretRef === null) throw missing('Give the client’s secret, or sign in first.');
  return sources.test(input.kind, { baseUrl, loginUrl, clientId, refreshTokenRef: secretRef }, null);
}

function missing(message: string): AppError {
  return new AppError({ code: 'invalid-input', message });
}
