import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { EngineClient } from './client.ts';

const ClientContext = createContext<EngineClient | null>(null);

/** Gives the components below their line to the engine. */
export function ClientProvider({ client, children }: { client: EngineClient; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): EngineClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('There is no ClientProvider above this component.');
  return client;
}
