import { useState } from 'react';
import { Select, t } from '../../../ui/index.ts';
import { GenesysWizard } from './GenesysWizard.tsx';
import { ZendeskWizard } from './ZendeskWizard.tsx';

const VENDORS = ['zendesk', 'genesys'] as const;
type Vendor = (typeof VENDORS)[number];

/** Connects a source: which vendor, then that vendor's own questions. */
export function ConnectWizard({ onClose }: { onClose(): void }) {
  const [vendor, setVendor] = useState<Vendor>('zendesk');
  const choice = (
    <Select<Vendor>
      label={t('sources.connect.vendor')}
      options={VENDORS.map((id) => ({ id, label: t(`sources.kind.${id}`), note: t(`sources.connect.vendor.${id}`) }))}
      value={vendor}
      onChange={setVendor}
    />
  );
  return vendor === 'zendesk' ? (
    <ZendeskWizard vendor={choice} onClose={onClose} />
  ) : (
    <GenesysWizard vendor={choice} onClose={onClose} />
  );
}
