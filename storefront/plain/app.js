// The storefront, without a framework and without a build. What a page with Stripe.js does with
// checkout.runServerUpdate() is done here by the function of the same name, in small.

const $ = (id) => document.getElementById(id);

/** What stands on the buttons; `word` is the last part of the route. */
const INTERACTIONS = [
  { word: "loyalty", name: "Member offer", about: "A member's tier, or every tenth order" },
  { word: "cart-threshold", name: "Cart value", about: "Larger carts save more" },
  { word: "location", name: "Local offer", about: "By shipping address" },
  { word: "limited-time", name: "Limited time", about: "Sales and happy hours" },
  { word: "customer-offer", name: "Personal offer", about: "Only for certain customers" },
];

const REASONS = {
  tier_not_eligible: "for members of another tier",
  segment_not_eligible: "for other customers",
  customer_not_eligible: "for other customers",
  customer_unknown: "sign in for it",
  customer_facts_missing: "the shop knows too little about the customer",
  not_nth_order: "not this order",
  not_first_order: "for first orders",
  subtotal_too_low: "the cart is too small",
  subtotal_too_high: "the cart is too large",
  quantity_too_low: "too few items",
  place_not_eligible: "not at this address",
  address_missing: "needs an address",
  currency_not_offered: "not in this currency",
  not_started: "has not started",
  ended: "has ended",
  not_at_this_time: "not at this time",
  not_best: "another one gives more",
  excluded: "not together with another one",
  nothing_left: "nothing left to take off",
  gives_nothing: "gives nothing here",
  switched_off: "discounts are switched off",
};

/** Stripe.js gives a server this long. */
const TIME_LIMIT = 20_000;
const LONGEST_LOG = 40;

const state = {
  catalog: undefined,
  session: undefined,
  shopper: "guest",
  place: "",
  cart: new Map(),
  /** The last answer of a function other than quote. */
  answer: undefined,
  /** What quote said of each interaction. */
  quotes: new Map(),
};

// --- calls ---------------------------------------------------------------------------------------------------------

/** Calls the server, notes the call in the log, and returns the answer's value. Throws for everything else. */
async function call(method, path, body) {
  const started = performance.now();
  const done = (status, answer) => log(method, path, status, performance.now() - started, body, answer);
  let response;
  let answer;
  try {
    response = await fetch(path, {
      method,
      headers: body && { "content-type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    answer = await response.json();
  } catch (error) {
    done(response?.status ?? "no answer", { error: error.message });
    throw new Error("The server did not answer. Is it running?");
  }
  done(response.status, answer);
  // A call has succeeded only if it says so.
  if (answer.type !== "object") throw new Error(answer.message ?? "The server's answer can't be used.");
  return answer.value;
}

/** Like Stripe.js: runs the callback, takes everything but a throw for success, then reads the session again. */
async function runServerUpdate(callback) {
  try {
    await callback();
  } catch (error) {
    return { type: "error", error };
  }
  state.session = await call("GET", `/shop/session/${state.session.id}`);
  return { type: "success", session: state.session };
}

const post = (path, body) => call("POST", path, body);

/** Asks a function about the session's discount. */
async function discount(word, more) {
  const update = await runServerUpdate(async () => {
    state.answer = await post(`/discounts/${word}`, { checkout_session_id: state.session.id, ...more });
  });
  if (update.type === "error") throw update.error;
  state.quotes.clear();
}

// --- what the shopper does -----------------------------------------------------------------------------------------

let queue = Promise.resolve();
let waiting = 0;
let failed;

/** One after another, as Stripe.js does it. What fails is shown, with a way to try again. */
function act(what, action) {
  waiting += 1;
  document.body.setAttribute("aria-busy", "true");
  status(`${what} …`);
  queue = queue.then(async () => {
    try {
      const said = await action();
      failed = undefined;
      status(said ?? outcome());
    } catch (error) {
      failed = () => act(what, action);
      $("alert-text").textContent = error.message;
      status("");
    }
    waiting -= 1;
    $("alert").hidden = !failed;
    if (!waiting) document.body.removeAttribute("aria-busy");
    render();
  });
}

const startSession = () =>
  act("Starting a session", async () => {
    state.session = await post("/shop/session", { shopper: state.shopper, lines: cartLines() });
    state.answer = undefined;
    state.quotes.clear();
    if (state.place) await writeAddress();
    return "A new session, without discounts.";
  });

async function writeAddress() {
  const { address } = state.catalog.places.find((place) => place.id === state.place);
  state.session = await post("/shop/address", { session: state.session.id, address });
}

function changeCart(product, quantity) {
  state.cart.set(product, quantity);
  render();
  act("Changing the cart", async () => {
    state.session = await post("/shop/cart", { session: state.session.id, lines: cartLines() });
    await discount("refresh");
  });
}

function changePlace(place) {
  state.place = place;
  // Stripe does not take an address back.
  if (!place) return startSession();
  act("Changing the address", async () => {
    await writeAddress();
    await discount("refresh");
  });
}

const cartLines = () =>
  [...state.cart].filter(([, quantity]) => quantity > 0).map(([product, quantity]) => ({ product, quantity }));

const quote = () =>
  act("Asking for quotes", async () => {
    const value = await post("/discounts/quote", { checkout_session_id: state.session.id });
    state.quotes = new Map(value.quotes.map((one) => [one.interaction, one]));
    return value.best ? `Best of all: ${money(value.best.amount_off)} off, ${value.best.name}.` : "No offer fits now.";
  });

// --- what is shown -------------------------------------------------------------------------------------------------

function money(minor) {
  const currency = (state.session?.currency ?? state.catalog.currency).toUpperCase();
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

/** `key` finds the button again after the next drawing. */
const button = (key, label, text, kind, onclick, disabled = false) =>
  element("button", { type: "button", class: kind, "data-key": key, "aria-label": label, disabled, onclick }, text);

const status = (text) => ($("status").textContent = text);

function outcome() {
  const taken = state.session.discount;
  if (taken) return `${taken.name}: ${money(taken.amount_off)} off.`;
  return state.session.interactions.length ? "No discount applies now." : "No discount.";
}

/** Draws everything anew; whatever had the focus keeps it. */
function render() {
  if (!state.catalog || !state.session) return;
  const focused = document.activeElement?.dataset.key;
  renderCart();
  renderInteractions();
  renderSummary();
  if (focused) document.querySelector(`[data-key="${focused}"]:not(:disabled)`)?.focus();
}

function renderCart() {
  const inCart = cartLines().length;
  const line = ({ id, name, unit_amount: price }) => {
    const quantity = state.cart.get(id) ?? 0;
    const step = (sign, label, to, disabled) =>
      button(`${sign}${id}`, label, sign, "", () => changeCart(id, to), disabled);
    return element(
      "li",
      { class: quantity ? "in" : "" },
      element("span", { class: "name" }, name, element("span", { class: "muted" }, `${money(price)} each`)),
      element(
        "span",
        { class: "stepper", role: "group", "aria-label": `Quantity of ${name}` },
        step("−", `One ${name} less`, quantity - 1, quantity === 0 || (quantity === 1 && inCart === 1)),
        element("output", {}, String(quantity)),
        step("+", `One ${name} more`, quantity + 1, quantity >= 99),
      ),
      element("span", { class: "amount" }, quantity ? money(price * quantity) : "–"),
    );
  };
  $("cart").replaceChildren(...state.catalog.products.map(line));
}

function renderInteractions() {
  const asked = new Set(state.session.interactions);
  const item = ({ word, name, about }) => {
    const on = asked.has(word);
    return element(
      "li",
      {},
      element(
        "span",
        { class: "name" },
        element("span", { class: "title" }, name, on ? element("span", { class: "pill" }, "Asked for") : ""),
        element("span", { class: "muted" }, about),
      ),
      on ? removeButton(word, name) : applyButton(word, name),
      quoteLine(state.quotes.get(word)),
    );
  };
  $("interactions").replaceChildren(...INTERACTIONS.map(item));
  $("remove-all").disabled = asked.size === 0;
}

const applyButton = (word, name) =>
  button(word, `Apply: ${name}`, "Apply", "", () => act(`Asking for: ${name}`, () => discount(word)));

const removeButton = (word, name) =>
  button(word, `Remove: ${name}`, "Remove", "quiet", () => act(`Removing: ${name}`, () => discount("remove", { interaction: word })));

function quoteLine(one) {
  if (!one) return undefined;
  if (one.discount) {
    return element("span", { class: "quote gives" }, `${money(one.discount.amount_off)} off: ${one.discount.name}`);
  }
  return element("span", { class: "quote" }, reasons(one.reasons) || "Nothing for this shopper now.");
}

/** "cart-over-100: the cart is too small; ..." */
function reasons(list) {
  const byOffer = new Map();
  for (const { offer, code } of list) {
    byOffer.set(offer, [...(byOffer.get(offer) ?? []), REASONS[code] ?? code.replaceAll("_", " ")]);
  }
  return [...byOffer].map(([offer, codes]) => `${offer}: ${codes.join(", ")}`).join("; ");
}

function hint({ code, offer, amount, quantity, at, gain }) {
  const step = {
    spend_more: () => `Spend ${money(amount)} more`,
    add_items: () => `Add ${quantity} more`,
    enter_address: () => "Enter an address",
    sign_in: () => "Sign in",
    starts_at: () => `Come back ${moment(at)}`,
  }[code]?.();
  if (!step) return undefined;
  const more = state.session.discount ? " more" : "";
  const maybe = ["enter_address", "sign_in"].includes(code) ? ", if it fits" : "";
  const saves = ` to save ${money(gain)}${more}${maybe} `;
  return element("li", {}, element("strong", {}, step), saves, element("span", { class: "muted" }, `(${offer})`));
}

const moment = (at) =>
  new Intl.DateTimeFormat("en-US", { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }).format(new Date(at));

function renderSummary() {
  const { session, answer } = state;
  const row = (name, value, kind) =>
    element("div", { class: kind ?? "" }, element("dt", {}, name), element("dd", {}, value));
  const items = session.lines.reduce((sum, line) => sum + line.quantity, 0);
  $("totals").replaceChildren(
    row(`Subtotal, ${items} ${items === 1 ? "item" : "items"}`, money(session.amount_subtotal)),
    ...(session.discount ? [row(session.discount.name, `−${money(session.discount.amount_off)}`, "discount")] : []),
    row("Shipping", money(session.amount_shipping)),
    row("Total", money(session.amount_total), "total"),
  );
  const nothing = answer && !session.discount && session.interactions.length > 0 && reasons(answer.reasons);
  $("hints").replaceChildren(
    ...(answer?.hints ?? []).map(hint).filter(Boolean),
    ...(nothing ? [element("li", { class: "note" }, nothing)] : []),
  );
  const until = session.interactions.length > 0 ? answer?.valid_until : undefined;
  $("until").hidden = !until;
  $("until").textContent = until ? `${session.discount ? "Applies at least until" : "Can change"} ${moment(until)}` : "";
  refreshAt(until);
  const saved = session.discount ? `, ${money(session.discount.amount_off)} off` : "";
  $("bar").textContent = `Total ${money(session.amount_total)}${saved}`;
  $("session-id").textContent = session.id;
  $("metadata").textContent = JSON.stringify(session.metadata, null, 2);
}

let timer;

/** When the time of a discount is over, the page asks again. */
function refreshAt(until) {
  clearTimeout(timer);
  const left = until ? Date.parse(until) - Date.now() : -1;
  // What lies beyond a timer's reach lies beyond the session's life as well.
  if (left > 0 && left < 2 ** 31) timer = setTimeout(() => act("Time has passed", () => discount("refresh")), left);
}

function log(method, path, code, ms, body, answer) {
  const good = answer?.type === "object";
  const pretty = (value) => JSON.stringify(value, null, 2);
  const entry = element(
    "li",
    {},
    element(
      "details",
      { open: path.startsWith("/discounts/") },
      element(
        "summary",
        {},
        element("span", { class: good ? "code" : "code bad" }, String(code)),
        element("span", { class: "path" }, `${method} ${path.replace(/cs_(test|live)_.*/, "cs_…")}`),
        element("span", { class: "muted" }, `${Math.round(ms)} ms`),
      ),
      element("pre", { tabindex: "0", "aria-label": `${method} ${path}` }, body ? `→ ${JSON.stringify(body)}\n\n` : "", pretty(answer)),
    ),
  );
  // The newest answer of a function stays in sight.
  if (path.startsWith("/discounts/")) {
    for (const earlier of $("log").querySelectorAll("details[open]")) earlier.open = false;
  }
  $("log").prepend(entry);
  while ($("log").children.length > LONGEST_LOG) $("log").lastElementChild.remove();
}

// --- start ---------------------------------------------------------------------------------------------------------

function choices(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element("option", { value, selected: value === chosen }, text)));
}

function start() {
  act("Starting", async () => {
    const catalog = await call("GET", "/shop/catalog");
    state.catalog = catalog;
    state.cart = new Map(catalog.products.map(({ id, quantity }) => [id, quantity]));
    choices($("shopper"), catalog.shoppers.map(({ id, name, about }) => [id, `${name} (${about})`]), state.shopper);
    choices($("place"), [["", "None yet"], ...catalog.places.map(({ id, label }) => [id, label])], state.place);
    $("stripe").textContent = catalog.stripe === "sandbox" ? "Stripe sandbox, in memory" : `Stripe: ${catalog.stripe}`;
    $("stripe").hidden = false;
    startSession();
    return "";
  });
}

$("shopper").addEventListener("change", (event) => {
  state.shopper = event.target.value;
  startSession();
});
$("place").addEventListener("change", (event) => changePlace(event.target.value));
$("details").addEventListener("submit", (event) => event.preventDefault());
$("quote").addEventListener("click", quote);
$("refresh").addEventListener("click", () => act("Refreshing", () => discount("refresh")));
$("remove-all").addEventListener("click", () => act("Removing all", () => discount("remove", { interaction: "all" })));
$("clear").addEventListener("click", () => $("log").replaceChildren());
$("retry").addEventListener("click", () => {
  $("alert").hidden = true;
  failed?.();
});
start();
