import { contractSuite } from '../contract-suite.ts';
import { zendeskHarness } from './harness.ts';

contractSuite(zendeskHarness);
