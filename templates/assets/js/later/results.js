// @ts-check
// <result-tables>: the head of a column puts the lines under it into its order, the best first, then the worst, then as they were
// written; lines without a number come last. Paper has them as they were written.
(() => {
  "use strict";
  const { make } = soundcase;

  /** @param {HTMLTableElement} table */
  const sortable = (table) => {
    const body = table.tBodies[0], written = [...body.rows];
    const heads = /** @type {HTMLElement[]} */ ([...[...table.tHead.rows].at(-1).cells].filter((head) => !head.matches(".is-example")));
    if (written.length < 2) return;
    let by = -1, worst = false;

    const sort = () => {
      const lower = by >= 0 && Boolean([heads[by], table.tHead].find((part) => part.querySelector("[data-arrow]"))?.querySelector("[data-arrow='↓']"));
      const rising = worst !== lower;
      const given = (/** @type {HTMLTableRowElement} */ row) => row.cells[by + 1].dataset.value;
      const order = (/** @type {HTMLTableRowElement} */ a, /** @type {HTMLTableRowElement} */ b) => {
        const [one, other] = [given(a), given(b)];
        if (!one || !other) return Number(!one) - Number(!other);
        return (rising ? 1 : -1) * (Number(one) - Number(other));
      };
      body.append(...(by < 0 ? written : [...written].sort(order)));
      for (const [place, head] of heads.entries()) {
        if (place === by) head.setAttribute("aria-sort", rising ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
    };
    for (const [place, head] of heads.entries()) {
      const choose = () => {
        [by, worst] = by !== place ? [place, false] : worst ? [-1, false] : [place, true];
        sort();
      };
      head.append(make("button", { className: "sorter", onclick: choose }, ...head.childNodes));
    }
    addEventListener("beforeprint", () => body.append(...written));
    addEventListener("afterprint", sort);
  };

  class ResultTables extends HTMLElement {
    connectedCallback() {
      if (!this.sorted) for (const table of this.querySelectorAll("table")) sortable(table);
      this.sorted = true;
    }
  }
  customElements.define("result-tables", ResultTables);
})();
