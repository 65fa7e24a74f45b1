// <comparison-table>: spells out the roles that some browsers drop when a narrow screen turns rows into blocks.
(() => {
  "use strict";
  const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", "th[scope=row]": "rowheader", "th[scope=col]": "columnheader" };
  class ComparisonTable extends HTMLElement {
    connectedCallback() {
      for (const [what, role] of Object.entries(ROLES)) for (const part of this.querySelectorAll(what)) part.setAttribute("role", role);
    }
  }
  customElements.define("comparison-table", ComparisonTable);
})();
