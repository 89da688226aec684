// The design system's behaviours, wherever a page uses them.
import { initAll } from "./built/govuk-frontend.min.js";

initAll();
