"""Faults that the rules must find: what is done to template or code, and words that the finding must hold."""


def properties(template, name):
    return template["Resources"][name]["Properties"]


def statement(template, policy):
    policy = properties(template, "QuoteRole")["Policies"][policy]
    return policy.get("Fn::If", [None, policy])[1]["PolicyDocument"]["Statement"][0]


def drop(*names):
    return lambda template: [template["Resources"].pop(name) for name in names]


def put(name, key, value):
    return lambda template: properties(template, name).__setitem__(key, value)


def rename_route(template):
    properties(template, "Quote")["Events"]["Route"]["Properties"]["Path"] = "/discounts/quotes"


def widen(policy, **words):
    return lambda template: statement(template, policy).update(words)


def cut_description(template):
    properties(template, "Quote")["VersionDescription"] = {"Fn::Sub": "log=${LogLevel}"}


def rename_on_dashboard(metric):
    def rename(template):
        sub = properties(template, "Dashboard")["DashboardBody"]["Fn::Sub"]
        sub[0] = sub[0].replace(f'"{metric}', '"Gone').replace(f'\\"{metric}\\"', '\\"Gone\\"')

    return rename


MEMBERS = "/members/checkout-sessions"


def paths(template):
    return properties(template, "Api")["DefinitionBody"]["paths"]


def open_to_all(template):
    del paths(template)[MEMBERS]["Fn::If"][1]["post"]["security"]


def always(of, key):
    """Keeps the value of a condition, without the condition."""
    return lambda template: of(template).__setitem__(key, of(template)[key]["Fn::If"][1])


def edge_counts_everything(template):
    del properties(template, "EdgeAcl")["Rules"][0]["Statement"]["RateBasedStatement"]["ScopeDownStatement"]


def fill(template):
    handle = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    template["Resources"].update({f"Handle{number}": handle for number in range(400)})


def with_alarms(*names):
    return put("Webhook", "DeploymentPreference", {"Alarms": [{"Ref": f"Webhook{name}"} for name in names]})


# What is done to the template, and the word that the finding must hold.
SABOTAGES = {
    "a function is forgotten": (drop("Quote", "QuoteRole", "QuoteErrors", "QuoteThrottles", "QuoteSlow", "QuoteLogs",
                                     "QuoteMisconfigured", "QuoteUnsettled", "QuoteWrongTotal", "QuoteNeedsReview",
                                     "QuoteLedgerUnavailable"),
                                "quote is in functions/"),
    "a function has no route": (put("Quote", "Events", {}), "POST /discounts/quote"),
    "a route leads elsewhere": (rename_route, "/discounts/quotes"),
    "a function is built from another": (put("Quote", "CodeUri", "functions/loyalty"), "Quote is called quote"),
    "two functions share a role": (put("Quote", "Role", {"Fn::GetAtt": "LoyaltyRole.Arn"}), "Quote has no role"),
    "a role may read every secret": (widen(0, Resource="*"), "may more than it must"),
    "a role may write secrets": (widen(0, Action="secretsmanager:*"), "may more than it must"),
    "a role may write every log": (widen(3, Resource="*"), "may more than it must"),
    "a role lacks the log": (lambda template: properties(template, "QuoteRole")["Policies"].pop(3), "may not ['logs:"),
    "a quote may change the ledger": (widen(2, Action="dynamodb:UpdateItem"), "may more than it must"),
    "a quote may read every table": (widen(2, Resource="*"), "may more than it must"),
    "a role has AWS's policy": (put("QuoteRole", "ManagedPolicyArns", ["arn:aws:iam::aws:policy/X"]), "foreign policies"),
    "a log group is missing": (put("Quote", "LoggingConfig", {"LogGroup": {"Ref": "RefreshLogs"}}), "no log group"),
    "a log group keeps for ever": (lambda template: properties(template, "QuoteLogs").pop("RetentionInDays"), "for ever"),
    "an alarm is missing": (drop("QuoteUnsettled"), "Quote has no alarm for Unsettled"),
    "an alarm of a function that writes is missing": (drop("CartNeedsReview"), "Cart has no alarm for NeedsReview"),
    "an alarm of one function alone is missing": (drop("WebhookDiscountDrift"), "Webhook has no alarm for DiscountDrift"),
    "another alarm of it is missing": (drop("WebhookDriftUnknown"), "Webhook has no alarm for DriftUnknown"),
    "the third alarm of it is missing": (drop("WebhookWrongSignature"), "Webhook has no alarm for WrongSignature"),
    "an alarm watches what nobody counts": (
        put("WebhookDriftUnknown", "MetricName", "DriftUnkown"), "DriftUnkown, which no function counts"),
    "an alarm watches another namespace": (
        put("WebhookDriftUnknown", "Namespace", "Discounts"), "Discounts DriftUnknown, which no function counts"),
    "the dashboard shows what nobody counts": (rename_on_dashboard("DriftUnknown"), "the dashboard shows Gone"),
    "a search of the dashboard finds nothing": (rename_on_dashboard("Unsettled"), "the dashboard shows Gone"),
    "an alarm watches another function": (put("QuoteSlow", "Dimensions", []), "Quote has no alarm for Duration"),
    "an alarm tells nobody": (lambda template: properties(template, "QuoteSlow").pop("AlarmActions"), "tells nobody"),
    "an alarm is not explained": (put("QuoteSlow", "AlarmDescription", "docs/operations.md, fast"), "does not say what"),
    "the kill switch reaches nobody": (cut_description, "another DISCOUNTS_OFF makes no new version"),
    "a key is in the template": (
        put("Quote", "Environment", {"Variables": {"STRIPE_SECRET_KEY": {"Ref": "LogLevel"}}}), "key from the secret"),
    "a new version does not go back": (
        put("Quote", "DeploymentPreference", {"Alarms": [{"Ref": "QuoteErrors"}]}), "does not go back"),
    "a shopper can stop a deployment": (
        with_alarms("Errors", "Misconfigured", "WrongTotal", "DiscountDrift"), "Webhook does not go back"),
    "the function outlasts the gateway": (put("Quote", "Timeout", 30), "Quote has 30 s"),
    "any page may call": (put("Api", "CorsConfiguration", {"AllowOrigins": ["*"]}), "not just the named pages"),
    "SAM drops the rest of CORS": (put("Api", "CorsConfiguration", {"AllowOrigins": {"Ref": "AllowedOrigins"}}), "not just"),
    "a page can't send a token": (
        lambda template: properties(template, "Api")["CorsConfiguration"]["Fn::If"][1].update(AllowHeaders=["content-type"]),
        "can't send content-type and authorization"),
    "members need no token": (open_to_all, f"POST {MEMBERS} asks for no token"),
    "guests need a token": (
        lambda template: paths(template).update({"/cart": {"post": {"security": [{"members": []}]}}}), "POST /cart asks for a"),
    "the members' route is always there": (always(paths, MEMBERS), f"POST {MEMBERS} is there without an issuer"),
    "the authorizer is always there": (
        always(lambda template: properties(template, "Api")["DefinitionBody"], "components"), "the authorizer is not that"),
    "the gateway may not call for members": (drop("CheckoutSessionMembers"), f"the gateway may not call POST {MEMBERS}"),
    "the gateway may call for members always": (
        lambda template: template["Resources"]["CheckoutSessionMembers"].pop("Condition"), f"may not call POST {MEMBERS}"),
    "any token of the issuer will do": (
        lambda template: template["Rules"].pop("IssuerHasAudience"), "JwtIssuer=https://id.example with JwtAudience= is"),
    "an audience is set for nothing": (
        lambda template: template["Rules"].pop("AudienceHasIssuer"), "JwtIssuer= with JwtAudience=shop is accepted"),
    "Stripe is held to the pages' limit": (put("Api", "RouteSettings", {}), "no limit of their own"),
    "Stripe gets the edge's address": (
        lambda template: template["Outputs"].update(WebhookUrl=template["Outputs"]["ApiUrl"]), "Stripe delivers to the edge"),
    "the edge counts Stripe": (edge_counts_everything, "the edge counts Stripe's deliveries"),
    "the sweep is seldom called": (
        lambda template: properties(template, "Sweep")["Events"]["Schedule"]["Properties"].update(Schedule="rate(1 day)"),
        "nothing calls the sweep"),
    "the sweep may read every index": (
        lambda template: properties(template, "SweepRole")["Policies"][2]["PolicyDocument"]["Statement"][1].update(Resource="*"),
        "may more than it must"),
    "an alarm of the sweep is missing": (drop("SweepOverGiven"), "Sweep has no alarm for OverGiven"),
    "there is always a ledger": (lambda template: template["Resources"]["Ledger"].pop("Condition"), "without offers that count"),
    "the ledger goes with the stack": (
        lambda template: template["Resources"]["Ledger"].pop("DeletionPolicy"), "the ledger goes with the stack"),
    "the ledger can be deleted": (put("Ledger", "DeletionProtectionEnabled", False), "not protected from deletion"),
    "the ledger has no backups": (put("Ledger", "PointInTimeRecoverySpecification", {}), "the ledger has no backups"),
    "the ledger never forgets": (
        put("Ledger", "TimeToLiveSpecification", {"AttributeName": "ttl", "Enabled": True}), "keeps what is past"),
    "the ledger has another index": (
        lambda template: properties(template, "Ledger")["GlobalSecondaryIndexes"][0].update(IndexName="overdue"), "index's overdue"),
    "the stack is too large": (fill, "CloudFormation takes 500"),
    "a parameter takes anything": (lambda template: template["Parameters"]["DomainName"].pop("AllowedPattern"),
                                   "DomainName takes anything"),
}  # fmt: skip


def say(word, other):
    def change(code):
        code.operations = code.operations.replace(word, other)

    return change


# The same for the code.
QUOTE = ("POST", "/discounts/quote")
CHANGES = {
    "a function is not deployed": (lambda code: code.functions.add("gift"), "gift is in functions/ alone"),
    "a function is gone": (lambda code: code.functions.discard("quote"), "quote is in template.yaml alone"),
    "a function answers to another route": (lambda code: code.routes.pop(QUOTE), "first lines differ at POST"),
    "cargo lambda watch lacks a route": (lambda code: code.watch.pop(QUOTE), "watch differ at POST"),
    "cargo lambda watch leads elsewhere": (lambda code: code.watch.update({QUOTE: "loyalty"}), "watch differ at POST"),
    "a metric is not counted any more": (lambda code: code.metrics.discard("WrongTotal"), "watches CheckoutDiscounts WrongTotal"),
    "a query asks for another field": (say("given, due, excess", "given, due, surplus"), "a query asks for surplus"),
    "a query looks for what is not said": (say('like "WrongSignature"', 'like "SignatureWrong"'), 'looks for "SignatureWrong"'),
    "an alarm sends to a query that is gone": (say("\n*drift*: ", "\n*drifts*: "), "sends to the query drift"),
    "an event has no route": (lambda code: code.events.update(x=("POST", "/discounts/gift", "gift")), "events/x goes to"),
    "an event is for another function": (lambda code: code.events.update(x=(*QUOTE, "loyalty")), "events/x goes to"),
}
