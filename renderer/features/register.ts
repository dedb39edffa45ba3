/**
 * Every feature registers itself (its area, its slots, its lasting actions) in `features/<area>/register.ts`. A new area is a new folder.
 */
import.meta.glob('./*/register.ts', { eager: true });
