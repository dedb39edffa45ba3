import { AppError } from '../../shared/errors/index.ts';
import type { SourceConfig } from '../store/api.ts';
import type { Connector, ConnectorFactory, SecretReader, SecretWriter } from './connector.ts';
import { genesys } from './genesys/index.ts';
import { zendesk } from './zendesk/index.ts';

/** Every kind of source that can be read. A new connector is one line here and a folder of its own. */
const FACTORIES: Readonly<Record<string, ConnectorFactory>> = {
  genesys,
  zendesk,
};

export const CONNECTOR_KINDS: readonly string[] = Object.keys(FACTORIES);

/** The connector of a configured source. @throws AppError invalid-input for an unknown kind or a configuration not in order */
export function createConnector(source: SourceConfig, secret: SecretReader, keep?: SecretWriter): Connector {
  const factory = FACTORIES[source.kind];
  if (factory === undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `Sources of kind "${source.kind}" are not known. Known: ${CONNECTOR_KINDS.join(', ')}.`,
    });
  }
  return factory(source, secret, keep);
}
