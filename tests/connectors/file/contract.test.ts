import { contractSuite } from '../contract-suite.ts';
import { fileHarness } from './harness.ts';

contractSuite(fileHarness);
