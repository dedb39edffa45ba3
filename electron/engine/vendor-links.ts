/**
 * Address of the vendor's own page of an agent, on the source's own host (for Genesys Cloud: the `apps.` beside its `api.`), null where it has none. Only
 * https: what is opened in the system's browser must not be something a source's answer can choose.
 *
 * @param baseUrl of the source's configuration
 * @param agent the vendor's id
 */
export function vendorLink(kind: string, baseUrl: unknown, agent: string): string | null {
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) return null;
  const { protocol, host } = new URL(baseUrl);
  if (protocol !== 'https:') return null;
  const id = encodeURIComponent(agent);
  switch (kind) {
    case 'zendesk':
      return `https://${host}/agent/users/${id}`;
    case 'genesys':
      return host.startsWith('api.') ? `https://apps.${host.slice(4)}/directory/#/person/${id}` : null;
    default:
      return null;
  }
}
