// The design system's behaviours, wherever a page uses them.
import { initAll } from "./govuk-frontend.min.js";

initAll();
