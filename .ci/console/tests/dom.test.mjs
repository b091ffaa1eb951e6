// What pages are drawn with: which nodes stay when a tree is brought to be like another one. Each function runs in the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, withBrowser } from "../lib/console.mjs";

withBrowser();

async function blank(t) {
  const page = await open(t, "/nowhere");
  await page.getByRole("heading", { level: 1, name: "No such page" }).waitFor();
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("article"), { id: "place" })));
  return page;
}

test("shouldKeepFocusAndScrollingWhereAPartBeforeItVanishes", async (t) => {
  const page = await blank(t);
  const found = await page.evaluate(async () => {
    const { h, show } = await import("/assets/lib/dom.js");
    const place = document.querySelector("#place");
    const part = (key) => h("section", { key }, h("input", { id: `in-${key}` }), h("pre", { id: `text-${key}`, class: "text" }, "line\n".repeat(100)));
    // Given
    show(place, part("first"), h("p", {}, "between"), part("second"), part("third"));
    const input = document.querySelector("#in-third");
    input.focus();
    document.querySelector("#text-third").scrollTop = 200;
    let blurs = 0;
    input.onblur = () => (blurs += 1);
    // When
    show(place, part("second"), part("third"));
    return { blurs, hasFocus: document.activeElement === input, scrollTop: document.querySelector("#text-third").scrollTop, children: place.children.length };
  });
  assert.deepEqual(found, { blurs: 0, hasFocus: true, scrollTop: 200, children: 2 });
});

test("shouldGiveTheFocusToTheHeadingAboveWhereItsPlaceIsGone", async (t) => {
  const page = await blank(t);
  const found = await page.evaluate(async () => {
    const { h, show } = await import("/assets/lib/dom.js");
    const { section } = await import("/assets/parts/basic.js");
    const place = document.querySelector("#place");
    const both = (button) => [section("One", "one", "text"), section("Two", "two", button)];
    // Given
    show(place, both(h("button", {}, "Go")));
    document.querySelector("#place button").focus();
    // When
    show(place, both(null));
    const inSection = document.activeElement.textContent;
    // And when it stands elsewhere
    show(document.createElement("div"), h("p", {}, "text"));
    return [inSection, document.activeElement.textContent];
  });
  assert.deepEqual(found, ["Two", "Two"]);
});

test("shouldLeaveDetailsAsTheReaderHasThem", async (t) => {
  const page = await blank(t);
  const found = await page.evaluate(async () => {
    const { h, show } = await import("/assets/lib/dom.js");
    const place = document.querySelector("#place");
    const all = (text) => [h("details", { key: "a", open: true }, h("summary", {}, text)), h("details", { key: "b" }, h("summary", {}, text))];
    // Given
    show(place, all("before"));
    const [first, second] = place.querySelectorAll("details");
    const atFirst = [first.open, second.open];
    [first.open, second.open] = [false, true];
    // When
    show(place, all("after"));
    return [atFirst, [first.open, second.open], first.textContent];
  });
  assert.deepEqual(found, [[true, false], [false, true], "after"]);
});

test("shouldMakeAnyTreeLikeAnyOther", async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e9);
  t.diagnostic(`SEED=${seed}`);
  const page = await blank(t);
  const found = await page.evaluate(async (seed) => {
    const { h, show } = await import("/assets/lib/dom.js");
    let state = seed;
    const below = (most) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * most);
    };
    const tree = (depth) => {
      const keys = new Set();
      return Array.from({ length: below(6) }, () => {
        const key = `k${below(8)}`;
        const isKeyed = below(2) === 0 && !keys.has(key);
        keys.add(key);
        if (!isKeyed && below(3) === 0) return `text ${below(9)}`;
        return h(["p", "div", "ul"][below(3)], { key: isKeyed ? key : null, class: below(2) ? `c${below(3)}` : null }, depth > 0 ? tree(depth - 1) : null);
      });
    };
    const html = (parts) => h("article", {}, parts).innerHTML;
    const place = document.querySelector("#place");
    for (let i = 0; i < 2000; i++) {
      const before = place.innerHTML;
      const wanted = tree(2);
      const after = html(wanted.map((each) => (each instanceof Node ? each.cloneNode(true) : each)));
      const kept = new Map([...place.children].map((child) => [`${child.localName} ${child.getAttribute("key")}`, child]));
      show(place, wanted);
      const lost = [...place.children].filter((child) => child.hasAttribute("key") && (kept.get(`${child.localName} ${child.getAttribute("key")}`) ?? child) !== child);
      if (place.innerHTML !== after || lost.length > 0) return { i, before, after, is: place.innerHTML, lost: lost.length };
    }
    return null;
  }, seed);
  assert.equal(found, null);
});
