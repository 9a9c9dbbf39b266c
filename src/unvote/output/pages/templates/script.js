"use strict";
(() => {
  const EMPTY = ["", "–"];

  // The value of a cell for sorting: a number if it is one, else its text.
  const valueOf = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number(text.replace(/[,%]/g, "").replace("−", "-"));
    return EMPTY.includes(text) ? null : Number.isNaN(number) ? text : number;
  };

  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");

  // Missing values stay last in both orders.
  const sortBy = (table, column, direction) => {
    const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row, column), row]);
    rows.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return direction * compare(a, b);
    });
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };

  for (const button of document.querySelectorAll("th button")) {
    button.addEventListener("click", () => {
      const head = button.parentElement;
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of head.parentElement.cells) {
        if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      }
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sortBy(head.closest("table"), head.cellIndex, descending ? -1 : 1);
    });
  }

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const form of document.querySelectorAll("form.filters")) {
    const rows = [...document.getElementById(form.dataset.table).tBodies[0].rows];
    const words = rows.map((row) => plain(row.textContent));
    const [find] = form.getElementsByTagName("input");
    const selects = [...form.getElementsByTagName("select")];
    const status = form.querySelector("[role=status]");
    const show = () => {
      const wanted = plain(find.value.trim());
      let shown = 0;
      rows.forEach((row, place) => {
        const fits =
          words[place].includes(wanted) &&
          selects.every(({ value, dataset }) =>
            !value || row.cells[dataset.column].textContent.split(", ").includes(value));
        row.hidden = !fits;
        shown += fits;
      });
      status.textContent = `${shown} of ${rows.length} shown`;
    };
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(show));
    form.hidden = false;
    show();
  }

  const tip = document.getElementById("tip");
  const hide = () => { tip.hidden = true; };
  const tell = (tile) => {
    const [name, ...rest] = tile.getAttribute("aria-label").split(": ");
    const strong = document.createElement("strong");
    strong.textContent = name;
    tip.replaceChildren(strong, document.createElement("br"), rest.join(": "));
    tip.hidden = false;
    const box = tile.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = box.bottom + 6;
    const fits = below + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${fits ? below : box.top - tip.offsetHeight - 6}px`;
  };

  // The map is one stop of the Tab key; the arrows go to the nearest tile in their direction.
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const place = (tile) => {
    const { e, f } = tile.transform.baseVal[0].matrix;
    return [e, f];
  };
  for (const map of document.querySelectorAll("figure.map svg[role=group]")) {
    const tiles = [...map.querySelectorAll(".tile")];
    map.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      const here = event.target.closest(".tile");
      if (!way || !here) return;
      event.preventDefault();
      const [x, y] = place(here);
      let best = null;
      let least = Infinity;
      for (const tile of tiles) {
        const [u, v] = place(tile);
        const ahead = (u - x) * way[0] + (v - y) * way[1];
        const aside = Math.abs((u - x) * way[1]) + Math.abs((v - y) * way[0]);
        if (ahead > 0 && ahead + 2 * aside < least) {
          best = tile;
          least = ahead + 2 * aside;
        }
      }
      if (!best) return;
      here.setAttribute("tabindex", "-1");
      best.setAttribute("tabindex", "0");
      best.focus();
    });
    for (const tile of tiles) {
      tile.addEventListener("focus", () => tell(tile));
      tile.addEventListener("blur", hide);
      tile.addEventListener("pointerenter", () => tell(tile));
      tile.addEventListener("pointerleave", hide);
      tile.addEventListener("click", () => tell(tile));
    }
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  // If the focus scrolls the page, the words move along; if the reader scrolls, they go.
  document.addEventListener("scroll", () => {
    const tile = document.activeElement;
    if (tip.hidden || !tile.matches(".tile")) hide();
    else tell(tile);
  }, true);
})();
