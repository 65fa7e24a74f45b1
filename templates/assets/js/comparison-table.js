// @ts-check
// <comparison-table data-name="its name">: spells out the roles that some browsers drop when a narrow screen turns rows
// into blocks; where the table is wider than its place, makes it an area that the keyboard reaches and scrolls sideways.
(() => {
  "use strict";
  const ROLES = { table: "table", "thead, tbody": "rowgroup", tr: "row", td: "cell", "th:is([scope=row], [scope=rowgroup])": "rowheader", "th:is([scope=col], [scope=colgroup])": "columnheader" };
  const narrow = matchMedia("(max-width: 47.999rem)");

  class ComparisonTable extends HTMLElement {
    connectedCallback() {
      if (this.watch) return;
      if (narrow.matches) this.spell();
      this.list();
      narrow.addEventListener("change", () => {
        this.spell();
        this.list();
      });
      this.addEventListener("focusin", (/** @type {On<FocusEvent>} */ { target }) => this.uncover(target));
      this.watch = new ResizeObserver(() => this.fit());
      this.watch.observe(this);
      this.watch.observe(this.querySelector("table"));
    }

    spell() {
      for (const [what, role] of Object.entries(ROLES)) for (const part of this.querySelectorAll(what)) part.setAttribute("role", role);
    }

    // Many columns are a list on a narrow screen, and a table on others.
    list() { this.toggleAttribute("data-list", narrow.matches && this.classList.contains("is-many")); }

    // What has the focus is not left under the head that stays, or the names that do.
    /** @param {HTMLElement} target */
    uncover(target) {
      if (narrow.matches || target === this || !target.matches(":focus-visible") || target.closest("thead, tbody > tr > th:first-child")) return;
      const box = target.getBoundingClientRect();
      const head = this.querySelector("thead").getBoundingClientRect().bottom + 8;
      if (box.top < head && box.bottom > 0) scrollBy({ top: box.top - head, behavior: "instant" });
      const stays = [...target.closest("tr").cells].filter((cell) => getComputedStyle(cell).position === "sticky");
      const side = stays.length ? stays.at(-1).getBoundingClientRect().right + 8 : 0;
      if (this.hasAttribute("data-wide") && !stays.includes(target.closest("td")) && box.left < side) this.scrollLeft += box.left - side;
    }

    fit() {
      /** @type {HTMLTableElement} */
      const table = this.querySelector("table");
      if (!table.checkVisibility({ contentVisibilityAuto: true })) return; // told again when it comes near
      const wide = table.offsetWidth > this.clientWidth + 1;
      const head = table.tHead ? table.tHead.offsetHeight : 0;
      const side = this.querySelector("tbody > tr:not(.group-row) > th");
      this.toggleAttribute("data-wide", wide);
      this.toggleAttribute("data-fits", !wide && head < innerHeight / 3);
      this.style.setProperty("--head", `${head}px`);
      this.style.setProperty("--run", `${wide && head < innerHeight / 3 ? table.offsetHeight - head : 0}px`);
      if (side) this.style.setProperty("--side", `${side.offsetWidth}px`);
      if (wide && this.dataset.name) {
        this.tabIndex = 0;
        this.setAttribute("role", "region");
        this.setAttribute("aria-label", this.dataset.name);
      } else for (const name of ["tabindex", "role", "aria-label"]) this.removeAttribute(name);
    }
  }
  customElements.define("comparison-table", ComparisonTable);
})();
