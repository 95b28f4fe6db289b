"""Requests that are right, and the same with one thing wrong: what a check against Stripe's descriptions has to tell apart."""

GENERAL = "2026-10-28.endive"
PREVIEW = "2025-03-31.basil; checkout_server_update_beta=v1;"
SESSION = "/v1/checkout/sessions/cs_test_1"
INTENT = "/v1/payment_intents/pi_1"
LINES = [
    ["line_items[0][id]", "li_1"],
    ["line_items[0][quantity]", "2"],
    ["line_items[0][price_data][currency]", "usd"],
    ["line_items[0][price_data][product]", "prod_1"],
    ["line_items[0][price_data][unit_amount]", "11250"],
    ["line_items[0][metadata][discount_off]", "1250"],
    ["metadata[discount_name]", ""],
]
COUPON = [["discounts[0][coupon_data][amount_off]", "1500"], ["discounts[0][coupon_data][currency]", "usd"]]


def post(path, form, version=GENERAL):
    return {"method": "POST", "path": path, "version": version, "query": [], "form": form}


def get(path, query, version=GENERAL):
    return {"method": "GET", "path": path, "version": version, "query": query, "form": []}


def instead(form, name, *pairs):
    return [pair for pair in form if pair[0] != name] + [list(pair) for pair in pairs]


UNIT = "line_items[0][price_data][unit_amount]"
CURRENCY = "line_items[0][price_data][currency]"
OFF = "discounts[0][coupon_data][amount_off]"
CREATED = [["mode", "payment"], ["line_items[0][price]", "price_1"]]

# A request, and what has to be said of it; nothing of one that is right.
FAULTS = {
    "lower line prices": (post(SESSION, LINES), None),
    "a coupon of the preview": (post(SESSION, COUPON, PREVIEW), None),
    "a cleared discount of the preview": (post(SESSION, [["discounts", ""]], PREVIEW), None),
    "a name of an older version": (post("/v1/checkout/sessions", [*CREATED, ["ui_mode", "custom"]], PREVIEW), None),
    "a list by a range of time": (get("/v1/checkout/sessions", [["created[gte]", "1"], ["limit", "100"]]), None),
    "paths that can be expanded": (get(SESSION, [["expand[]", "discounts.coupon"], ["expand[]", "line_items.data.price.product"]]), None),
    "an unknown endpoint": (post("/v1/checkout/session/cs_test_1", LINES), "is not an endpoint"),
    "an unknown method": (post("/v1/checkout/sessions/cs_test_1/line_items", []), "is not an endpoint"),
    "a discount without the preview": (post(SESSION, COUPON), "discounts is not a parameter"),
    "a slip in a name": (post(SESSION, instead(LINES, UNIT, ["line_items[0][price_data][unit_amout]", "1"])), "unit_amout] is not"),
    "a word for a number": (post(SESSION, instead(LINES, UNIT, [UNIT, "112.50"])), "no integer"),
    "an empty number": (post(SESSION, instead(LINES, UNIT, [UNIT, ""])), "can't be empty"),
    "a price without its currency": (post(SESSION, instead(LINES, CURRENCY)), "[currency] is missing"),
    "a table for a value": (post(SESSION, instead(LINES, UNIT, [f"{UNIT}[usd]", "1"])), "not one value"),
    "a value for a list": (post(SESSION, [["line_items", "li_1"]]), "line_items is not a list"),
    "a parameter that is sent twice": (post(SESSION, [*LINES, [UNIT, "1"]]), "is not a parameter"),
    "a value that is not listed": (post(SESSION, [*LINES, ["line_items[0][price_data][tax_behavior]", "net"]]), "not one of"),
    "a name that is no longer known": (post("/v1/checkout/sessions", [*CREATED, ["ui_mode", "custom"]]), "not one of"),
    "a slip in the preview": (post(SESSION, instead(COUPON, OFF, ["discounts[0][coupon_data][amount]", "1"]), PREVIEW), "[amount] is not"),
    "a word in the preview": (post(SESSION, instead(COUPON, OFF, [OFF, "much"]), PREVIEW), "no integer"),
    "an unknown language in the preview": (post("/v1/checkout/sessions", [*CREATED, ["locale", "xx"]], PREVIEW), "not one of"),
    "an unknown filter": (get("/v1/checkout/sessions", [["order", "asc"]]), "order is not a parameter"),
    "a path that is not expanded": (get(SESSION, [["expand[]", "discounts.coupons"]]), "can't be expanded"),
    "a field that is no object": (get(INTENT, [["expand[]", "amount"]]), "can't be expanded"),
    "an amount of an intent by a word": (post(INTENT, [["amount_details[discount_amount]", "all"]]), "amount_details[discount_amount]"),
    "a parameter that went with the version": (post("/v1/checkout/sessions", [*CREATED, ["payment_method_types[0]", "card"]]), "not a parameter"),
}
