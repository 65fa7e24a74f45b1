// @ts-check
// Keeps what spans several columns, rows or lines right when some of them are hidden (`view-shown`): heads and cells
// over hidden columns, cells that all rows of a body share, and the lines that cards abreast have in common.
(() => {
  "use strict";
  const given = new WeakMap(); // a cell → how many columns and rows it spans when all are shown
  const span = (/** @type {HTMLTableCellElement} */ cell) => {
    if (!given.has(cell)) given.set(cell, { columns: cell.colSpan, rows: cell.rowSpan });
    return given.get(cell);
  };
  // Columns belong to models, or to examples.
  const away = (/** @type {HTMLElement} */ { dataset, hidden }, /** @type {Set<string>} */ hide) => hide.has(dataset.model) || (hidden && dataset.example !== undefined);

  // Where the cells of some rows stand when all are shown: [cell, first column, columns].
  /** @type {(rows: HTMLTableRowElement[]) => [HTMLTableCellElement, number, number][]} */
  const places = (rows) => {
    /** @type {boolean[][]} */
    const taken = [];
    return rows.flatMap((row, y) => {
      let x = 0;
      return [...row.cells].map((cell) => {
        while (taken[y]?.[x]) x++;
        const { columns, rows: down } = span(cell);
        for (let below = y; below < y + down; below++) for (let beside = x; beside < x + columns; beside++) (taken[below] ||= [])[beside] = true;
        x += columns;
        return /** @type {[HTMLTableCellElement, number, number]} */ ([cell, x - columns, columns]);
      });
    });
  };

  const columns = (/** @type {HTMLTableElement} */ table, /** @type {Set<string>} */ hide) => {
    const head = table.tHead ? places([...table.tHead.rows]) : [];
    /** @type {boolean[]} */
    const gone = [];
    let width = 0;
    for (const [cell, start, count] of head) {
      width = Math.max(width, start + count);
      if (away(cell, hide)) for (let x = start; x < start + count; x++) gone[x] = true;
    }
    const left = (/** @type {number} */ start, /** @type {number} */ count) => {
      let seen = 0;
      for (let x = start; x < start + count; x++) seen += gone[x] ? 0 : 1;
      return seen;
    };
    const fit = (/** @type {HTMLTableCellElement} */ cell, /** @type {number} */ start, /** @type {number} */ count) => {
      const seen = left(start, Math.min(count, width - start));
      cell.hidden = !seen;
      if (seen) cell.colSpan = seen;
    };
    const whole = (/** @type {HTMLElement} */ cell) => cell.dataset.model !== undefined || cell.dataset.example !== undefined;
    for (const [cell, start, count] of head) if (count > 1 && !whole(cell)) fit(cell, start, count);
    for (const cell of /** @type {NodeListOf<HTMLTableCellElement>} */ (table.querySelectorAll("tbody [colspan]"))) {
      const { columns: count } = span(cell);
      if (whole(cell)) continue;
      let start = 0;
      for (let before = cell; (before = /** @type {HTMLTableCellElement} */ (before.previousElementSibling));) start += span(before).columns;
      fit(cell, start, count);
    }
  };

  // A cell that all rows of its body share stands in the first row that is shown, after as many cells as it did.
  const shared = (/** @type {HTMLTableSectionElement} */ body) => {
    const rows = [...body.rows].filter((row) => "example" in row.dataset && !row.hidden);
    if (!rows.length) return;
    const own = [...rows[0].cells].filter((cell) => !("span" in cell.dataset));
    for (const cell of /** @type {NodeListOf<HTMLTableCellElement>} */ (body.querySelectorAll("[data-span]"))) {
      const next = own[Number(cell.dataset.place)] || null;
      if (cell.parentNode !== rows[0]) rows[0].insertBefore(cell, next);
      if (cell.rowSpan !== rows.length) cell.rowSpan = rows.length;
    }
  };

  const lines = (/** @type {HTMLElement} */ list, /** @type {Set<string>} */ hide) => {
    list.dataset.allRows ||= list.dataset.rows;
    const card = list.querySelector(".card");
    const gone = card ? [...card.querySelectorAll(":scope > dl > [data-model]")].filter((cell) => hide.has(cell.dataset.model)).length : 0;
    list.dataset.rows = String(Number(list.dataset.allRows) - gone);
  };

  document.addEventListener("view-shown", () => {
    const hide = new Set((document.documentElement.dataset.hide || "").split(" ").filter(Boolean));
    for (const table of document.querySelectorAll("comparison-table table")) {
      if (table.querySelector("[colspan]")) columns(table, hide);
    }
    document.querySelectorAll("tbody:has([data-span])").forEach(shared);
    for (const list of document.querySelectorAll(".cards[data-rows]")) lines(list, hide);
  });
})();
