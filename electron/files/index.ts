/** Delimited files as a source: import, preview and mappings. */
export { importFile } from './import.ts';
export type { ImportOptions, ImportProgress, ImportResult } from './import.ts';
export { listMappings, loadMapping, saveMapping, shippedMappings } from './library.ts';
export type { MappingInfo, MappingPlaces } from './library.ts';
export { parseMapping } from './mapping.ts';
export type { Mapping, MappingInput } from './mapping.ts';
export { previewFile } from './preview.ts';
export type { FilePreview, PreviewOptions, PreviewRow } from './preview.ts';
export { suggestMapping } from './suggest.ts';
export type { SuggestOptions } from './suggest.ts';
export { wizardPreview } from './wizard.ts';
export type { WizardAnswer, WizardQuestion } from './wizard.ts';
export { SCHEDULE_MAPPING, importSchedule } from './schedule.ts';
export type { ScheduleOptions, ScheduleResult } from './schedule.ts';
