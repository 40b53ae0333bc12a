// Whom something is for is chosen by the same filters wherever it is asked.
export { chipsOf, type FilterData, filtersModel, type FiltersModel } from './pages/filters.ts'
