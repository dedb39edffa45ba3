import { contractSuite } from '../contract-suite.ts';
import { genesysHarness } from './harness.ts';

contractSuite(genesysHarness);
