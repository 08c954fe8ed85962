// Lets a reader sort a table by a column: a click or Enter on its heading sorts upwards, then downwards, then as it was.
// The page is as complete without it.
(() => {
  const ORDERS = ["none", "ascending", "descending"];
  const NUMBER = /^[-−+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?( %)?$/;
  const words = new Intl.Collator("en", { numeric: true });

  const told = (row, column) => (row.cells[column].dataset.sort ?? row.cells[column].textContent).trim();
  const asNumber = (text) => (NUMBER.test(text) ? Number(text.replace("−", "-").replace(/[, %]/g, "")) : NaN);
  const isNothing = (text) => text === "" || text === "–";

  function upwards(one, other) {
    const [first, second] = [asNumber(one), asNumber(other)];
    if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
    return Number.isNaN(first) ? words.compare(one, other) : first - second;
  }

  // Cells that hold nothing stay at the end in either direction.
  function compare(one, other, direction) {
    if (isNothing(one) || isNothing(other)) return isNothing(one) - isNothing(other);
    return direction === "descending" ? -upwards(one, other) : upwards(one, other);
  }

  function sort(table, asItWas, heading) {
    const order = ORDERS[(ORDERS.indexOf(heading.ariaSort) + 1) % ORDERS.length];
    for (const each of table.tHead.rows[0].cells) each.ariaSort = "none";
    heading.ariaSort = order;
    const column = heading.cellIndex;
    const rows = [...asItWas];
    if (order !== "none") rows.sort((one, other) => compare(told(one, column), told(other, column), order));
    table.tBodies[0].append(...rows);
  }

  for (const table of document.querySelectorAll("table")) {
    const asItWas = [...table.tBodies[0].rows];
    if (asItWas.length < 2) continue;
    for (const heading of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, asItWas, heading));
      heading.replaceChildren(button);
      heading.ariaSort = "none";
    }
  }
})();
