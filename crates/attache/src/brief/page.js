"use strict";
(() => {
  let kept = null;
  const show = (claim) => {
    for (const x of document.querySelectorAll(".on")) x.classList.remove("on");
    if (!claim) return;
    for (const m of document.querySelectorAll("mark")) if (m.dataset.claims.split(" ").includes(claim)) m.classList.add("on");
    for (const li of document.querySelectorAll("li")) if (li.dataset.claim === claim) li.classList.add("on");
  };
  for (const li of document.querySelectorAll("li[data-claim]")) {
    li.addEventListener("mouseenter", () => show(li.dataset.claim));
    li.addEventListener("mouseleave", () => show(kept));
    li.addEventListener("click", () => show(kept = kept === li.dataset.claim ? null : li.dataset.claim));
  }
  for (const m of document.querySelectorAll("mark")) {
    m.addEventListener("click", () => show(kept = m.dataset.claims.split(" ")[0]));
  }
})();
