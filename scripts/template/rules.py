"""What must hold between template and code: each rule yields a sentence for whatever is wrong."""

import json
import re
import tomllib

from model import ROOT, Stack, holds, name_of, stated

# What each function is watched for: namespace and metric.
WATCHED = [("AWS/Lambda", name) for name in ("Errors", "Throttles", "Duration")]
WATCHED += [("CheckoutDiscounts", name) for name in ("Misconfigured", "Unsettled", "WrongTotal")]
# The webhook audits what the others give.
OF_WEBHOOK = [("CheckoutDiscounts", name) for name in ("DiscountDrift", "DriftUnknown", "WrongSignature")]
OF_THE_OTHERS = [("CheckoutDiscounts", "NeedsReview")]
# Where there is a ledger.
WATCHED += [("CheckoutDiscounts", "LedgerUnavailable")]
OF_WEBHOOK += [("CheckoutDiscounts", "OverGiven")]
# A schedule calls the sweep, which serves no shopper.
SWEEP = "sweep"
OF_SWEEP = [("AWS/Lambda", "Errors"), ("AWS/Lambda", "Throttles"), ("CheckoutDiscounts", "OverGiven")]
# A version that makes one of these ring is taken back. None that a shopper can make ring: who can would stop deployments.
ROLLS_BACK = {"Errors", "Misconfigured", "WrongTotal"}
# Words of CloudWatch Logs Insights, and what Lambda and the gateway write themselves.
INSIGHTS = {"filter", "fields", "stats", "sort", "desc", "as", "by", "and", "like", "ispresent", "count", "max", "pct", "bin", "h"}
OF_LAMBDA = {"@timestamp", "type", "platform.report", "success", "-", "...", "cs_live_...", "-webhook"}
OF_LAMBDA |= {"record.requestId", "record.status", "record.errorType", "record.metrics.initDurationMs"}
# The ledger's table, or the one that takes its place, and what functions do there.
OTHER_TABLE = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${LedgerTableName}"
LEDGER = {"Fn::If": ["HasOtherTable", {"Fn::Sub": OTHER_TABLE}, {"Fn::GetAtt": ["Ledger", "Arn"]}]}
INDEX = {"Fn::If": ["HasOtherTable", {"Fn::Sub": f"{OTHER_TABLE}/index/open"}, {"Fn::Sub": "${Ledger.Arn}/index/open"}]}
LEDGER_NAME = {"Fn::If": ["HasOtherTable", {"Ref": "LedgerTableName"}, {"Ref": "Ledger"}]}
LEDGER_NAME = {"Fn::If": ["HasLedger", LEDGER_NAME, ""]}
LEDGER_CHANGES = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"]
LEDGER_ACTIONS = {"quote": "dynamodb:BatchGetItem"}
# Callers of these show a token that the gateway has checked.
MEMBERS = "/members/"
WEBHOOK = ("POST", "/webhooks/stripe")


def every_function_is_deployed_and_nothing_else(code, stack):
    for name in sorted(code.functions ^ set(stack.functions())):
        where = "functions/" if name in code.functions else "template.yaml"
        yield f"{name} is in {where} alone"
    for key, it in stack.template["Resources"].items():
        if it["Type"] == "AWS::Serverless::Function":
            name, binary = name_of(it["Properties"]), it["Metadata"]["BuildProperties"]["Binary"]
            if (binary, it["Properties"]["CodeUri"]) != (name, f"functions/{name}"):
                yield f"{key} is called {name} and built from something else"
            if it["Metadata"]["BuildMethod"] != "rust-cargolambda":
                yield f"{key} is not built by cargo-lambda"


def every_route_has_its_function(code, stack):
    names = {key: name for name, key in stack.functions().items()}
    routed = {route.at: names.get(route.function) for route in stack.routes()}
    for what, routes in (("the functions' own first lines", code.routes), ("cargo lambda watch", code.watch)):
        for route in sorted(set(routed.items()) ^ set(routes.items()), key=str):
            yield f"the template and {what} differ at {' '.join(route[0])} -> {route[1]}"
    for name, (method, path, function) in code.events.items():
        if routed.get((method, path)) != function:
            yield f"events/{name} goes to {method} {path}, which is no route to {function}"
    permissions = [it for it in stack.resources.values() if it["Type"] == "AWS::Lambda::Permission"]
    permissions = [it for it in permissions if it["Properties"]["Principal"] == "apigateway.amazonaws.com"]
    for route in stack.routes():
        wanted = ("/{}{}".format(*route.at), f"{route.function}Aliaslive", route.condition)
        if not any(wanted[0] == path and list(wanted[1:]) == rest for path, *rest in map(permitted, permissions)):
            yield f"the gateway may not call {' '.join(route.at)}"
        if route.integration["payloadFormatVersion"] != "2.0":
            yield f"{' '.join(route.at)} is not of payload format 2.0"


def permitted(permission):
    """Which method and path may call which alias, and under which condition."""
    sub = permission["Properties"]["SourceArn"]["Fn::Sub"]
    arn = sub[0] if isinstance(sub, list) else sub
    path = re.search(r"/(?:\*|\$\{__Stage__\})(/.*)$", arn)
    return path and path.group(1), permission["Properties"]["FunctionName"].get("Ref"), permission.get("Condition")


def every_function_has_a_role_of_its_own_that_may_no_more_than_it_must(_, stack):
    roles, seen = stack.of_type("AWS::IAM::Role"), set()
    for key, it in stack.of_type("AWS::Lambda::Function").items():
        role = it["Role"]["Fn::GetAtt"][0]
        if role in seen or role not in roles:
            yield f"{key} has no role of its own"
            continue
        seen.add(role)
        trust = roles[role]["AssumeRolePolicyDocument"]["Statement"]
        if [(it["Principal"], it["Action"]) for it in trust] != [({"Service": "lambda.amazonaws.com"}, "sts:AssumeRole")]:
            yield f"{role} may be taken by something else than Lambda"
        if roles[role].get("ManagedPolicyArns"):
            yield f"{role} has foreign policies"
        documents = [stated(policy)["PolicyDocument"] for policy in roles[role]["Policies"]]
        statements = [stated(statement) for document in documents for statement in document["Statement"]]
        log = it["LoggingConfig"]["LogGroup"].get("Ref")
        needed = [
            {"Action": "secretsmanager:GetSecretValue", "Resource": {"Ref": "StripeSecretArn"}},
            {
                "Action": "kms:Decrypt",
                "Resource": {"Ref": "StripeSecretKmsKeyArn"},
                "Condition": {
                    "StringEquals": {"kms:ViaService": {"Fn::Sub": "secretsmanager.${AWS::Region}.amazonaws.com"}}
                },
            },
            {"Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*"},
            {"Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": {"Fn::GetAtt": [log, "Arn"]}},
            {"Action": LEDGER_ACTIONS.get(name_of(it), LEDGER_CHANGES), "Resource": LEDGER},
        ]
        if name_of(it) == SWEEP:
            needed.append({"Action": "dynamodb:Query", "Resource": INDEX})
        given = [{word: value for word, value in statement.items() if word != "Effect"} for statement in statements]
        for statement in given:
            if statement not in needed:
                yield f"{role} may more than it must: {json.dumps(statement)}"
        for statement in needed:
            if statement not in given:
                yield f"{role} may not {statement['Action']}"
    for role in set(roles) - seen - {"DeploymentRole"}:
        yield f"{role} is the role of no function"
    for policy in roles["DeploymentRole"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            if not str(statement["Resource"].get("Fn::Sub", "")).endswith(":${AWS::StackName}-*"):
                yield f"DeploymentRole reaches beyond this stack: {statement['Action']}"


def every_function_has_a_log_group_that_forgets(_, stack):
    groups = stack.of_type("AWS::Logs::LogGroup")
    for key, group in groups.items():
        if not group.get("RetentionInDays"):
            yield f"{key} keeps logs for ever"
    for key, it in stack.of_type("AWS::Lambda::Function").items():
        group = groups.get(it["LoggingConfig"]["LogGroup"].get("Ref"), {})
        if group.get("LogGroupName", {}).get("Fn::Sub") != "/aws/lambda/${AWS::StackName}-" + name_of(it):
            yield f"{key} has no log group of its own"


def every_function_has_every_alarm(code, stack):
    alarms = stack.of_type("AWS::CloudWatch::Alarm")
    for name, key in stack.functions().items():
        dimensions = {
            "AWS/Lambda": [{"Name": "FunctionName", "Value": {"Ref": key}}],
            "CheckoutDiscounts": [
                {"Name": "service", "Value": "checkout-discounts"},
                {"Name": "function_name", "Value": {"Ref": key}},
            ],
        }
        watched = OF_SWEEP if name == SWEEP else WATCHED + (OF_WEBHOOK if name == "webhook" else OF_THE_OTHERS)
        for namespace, metric in watched:
            wanted = (namespace, metric, dimensions[namespace])
            if wanted not in [(it["Namespace"], it["MetricName"], it["Dimensions"]) for it in alarms.values()]:
                yield f"{key} has no alarm for {metric}"
    for key, alarm in alarms.items():
        slug = re.sub(r"^\$\{AWS::StackName\}-", "", alarm["AlarmName"]["Fn::Sub"])
        named = alarm["AlarmDescription"].rpartition("docs/operations.md, ")[2]
        if not slug.endswith(named) or f"\n### {named}\n" not in code.operations:
            yield f"{key}: docs/operations.md does not say what to do"
        for actions in ("AlarmActions", "OKActions"):
            if alarm.get(actions, {}).get("Fn::If", [""])[0] != "HasTopic":
                yield f"{key} tells nobody ({actions})"
        if alarm["TreatMissingData"] != "notBreaching":
            yield f"{key} rings when nobody calls"


def what_is_watched_is_counted(code, stack):
    """An alarm for a metric that nobody writes never rings, and a graph of one stays empty."""
    for key, alarm in stack.of_type("AWS::CloudWatch::Alarm").items():
        if not alarm["Namespace"].startswith("AWS/"):
            if (alarm["Namespace"], alarm["MetricName"] in code.metrics) != (code.namespace, True):
                yield f"{key} watches {alarm['Namespace']} {alarm['MetricName']}, which no function counts"
    for metric in watched_on_the_dashboard(stack):
        if metric not in code.metrics:
            yield f"the dashboard shows {metric}, which no function counts"


def watched_on_the_dashboard(stack):
    """The names of metrics of ours."""
    (dashboard,) = stack.of_type("AWS::CloudWatch::Dashboard").values()
    body, values = dashboard["DashboardBody"]["Fn::Sub"]
    namespace = values["Ours"].split(",")[0]
    for widget in json.loads(body.replace("${Names}", "n"))["widgets"]:
        above = None
        for metric in widget["properties"]["metrics"]:
            if isinstance(metric[0], dict):
                yield from re.findall(r"SEARCH\('\{\$\{Ours\}\} MetricName=\"(\w+)\"", metric[0]["expression"])
                continue
            above = metric[0] if metric[0] not in (".", "...") else above
            if above == namespace and metric[0] != "...":
                yield metric[1]


def the_queries_ask_for_what_is_logged(code, stack):
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    known = OF_LAMBDA | set(json.loads(stage["AccessLogSettings"]["Format"])) | set(re.findall(r"\w+", code.logs))
    routes = {" ".join(route) for route in code.routes}
    alarms, _, rest = code.operations.partition("\n## Alarms\n")[2].partition("\n## Queries\n")
    section = rest.partition("\n## ")[0]
    for query in re.findall(r"^    (.*)$", section, re.MULTILINE):
        for text in re.findall(r'"(.*?)"', query):
            if text not in code.logs and text not in routes | OF_LAMBDA:
                yield f'a query looks for "{text}", which nobody logs'
        named = set(re.findall(r"\bas (\w+)", query)) | INSIGHTS
        for word in re.findall(r"@?[A-Za-z_][\w.]*", re.sub(r'".*?"', "", query)):
            if word not in named | known:
                yield f"a query asks for {word}, which nobody logs"
    for name in re.findall(r"query \*([a-z-]+)\*", alarms):
        if f"\n*{name}*: " not in section:
            yield f"an alarm sends to the query {name}, which there is not"


def a_function_is_set_up_as_the_code_reckons(_, stack):
    parameters = stack.template["Parameters"]
    for key, it in stack.of_type("AWS::Lambda::Function").items():
        fixed = (it["Runtime"], it["Architectures"], it["Handler"], it["TracingConfig"]["Mode"], it["MemorySize"])
        if fixed != ("provided.al2023", ["arm64"], "bootstrap", "Active", 256):
            yield f"{key} runs on {fixed}"
        # 15 s for a request, half a second to answer; the page gives up after 20.
        if not 15.5 < it["Timeout"] < 18:
            yield f"{key} has {it['Timeout']} s"
        if it["ReservedConcurrentExecutions"]["Fn::If"][0] != "HasReserve" or parameters["ReservedConcurrency"]["Default"]:
            yield f"{key} reserves concurrency by default"
        variables = it["Environment"]["Variables"]
        if variables.get("DISCOUNT_TABLE") != LEDGER_NAME:
            yield f"{key} does not have the ledger's table"
        if variables.get("STRIPE_SECRET_ID") != {"Ref": "StripeSecretArn"} or "STRIPE_SECRET_KEY" in variables:
            yield f"{key} does not take its key from the secret"
    for route in stack.routes():
        if not 16_000 < route.integration["timeoutInMillis"] < 20_000:
            yield f"{' '.join(route.at)}: the gateway does not wait for the function"


def a_changed_variable_makes_a_new_version(_, stack):
    """Callers get the alias: without a new version the kill switch would change what nobody calls."""
    versions = stack.of_type("AWS::Lambda::Version")
    for key, it in stack.of_type("AWS::Lambda::Function").items():
        (version,) = [each for each in versions.values() if each["FunctionName"] == {"Ref": key}]
        description = version.get("Description", {}).get("Fn::Sub", "")
        for name, value in it["Environment"]["Variables"].items():
            parameters = [value["Ref"]] if "Ref" in value else ["CountedOffers", "LedgerTableName"]
            if any("${%s}" % parameter not in description for parameter in parameters):
                yield f"{key}: another {name} makes no new version"


def a_gradual_deployment_goes_back(_, stack):
    groups = stack.of_type("AWS::CodeDeploy::DeploymentGroup")
    alarms = stack.of_type("AWS::CloudWatch::Alarm")
    for key in stack.functions().values():
        group = groups.get(f"{key}DeploymentGroup", {})
        named = [alarms[it["Name"]["Ref"]] for it in group.get("AlarmConfiguration", {}).get("Alarms", [])]
        own = all(it["Dimensions"][-1]["Value"] == {"Ref": key} for it in named)
        rolls_back = ROLLS_BACK & {"Errors"} if key == "Sweep" else ROLLS_BACK
        if not own or {it["MetricName"] for it in named} != rolls_back:
            yield f"{key} does not go back on its own alarms"


def strangers_are_kept_out(_, stack):
    cors, named = stated(stack.body()["x-amazon-apigateway-cors"]), stack.template["Parameters"]["AllowedOrigins"]
    origins = cors.get("allowOrigins")
    if origins != {"Ref": "AllowedOrigins"} or "Default" in named or re.match(named["AllowedPattern"], "*"):
        yield "not just the named pages may call"
    if {name.lower() for name in cors.get("exposeHeaders", [])} != {"retry-after", "x-request-id"}:
        yield "the page does not see Retry-After and x-request-id"
    if {name.lower() for name in cors.get("allowHeaders", [])} != {"content-type", "authorization"}:
        yield "the page can't send content-type and authorization"
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    if stage["StageName"] != "$default" or "AccessLogSettings" not in stage:
        yield "there is no $default stage with access logs"
    elif "ip" in stage["AccessLogSettings"]["Format"].lower().replace("description", ""):
        yield "access logs hold addresses"
    else:
        json.loads(stage["AccessLogSettings"]["Format"])
    if stage["DefaultRouteSettings"].get("ThrottlingRateLimit") != {"Ref": "ThrottleRate"}:
        yield "nothing throttles"


def members_show_a_token_and_nobody_else_must(_, stack):
    for route in stack.routes():
        where, members = " ".join(route.at), route.at[1].startswith(MEMBERS)
        if route.security != ([{"members": []}] if members else None):
            yield f"{where} asks for {'no token' if not route.security else 'a token'}"
        if route.condition != ("HasMembers" if members else None):
            yield f"{where} is there {f'where {route.condition}' if route.condition else 'without an issuer'}"
    condition, described, *_ = stack.body().get("components", {}).get("Fn::If", [None, {}])
    wanted = {
        "type": "jwt",
        "identitySource": "$request.header.Authorization",
        "jwtConfiguration": {"issuer": {"Ref": "JwtIssuer"}, "audience": {"Fn::Split": [",", {"Ref": "JwtAudience"}]}},
    }
    scheme = described.get("securitySchemes", {}).get("members", {})
    if condition != "HasMembers" or scheme.get("x-amazon-apigateway-authorizer") != wanted:
        yield "the authorizer is not that of JwtIssuer and JwtAudience, or is there without an issuer"
    for issuer in ("", "https://id.example"):
        for audience in ("", "shop"):
            given = {name: it.get("Default") for name, it in stack.template["Parameters"].items()}
            given |= {"JwtIssuer": issuer, "JwtAudience": audience}
            if holds(stack.template["Conditions"]["HasMembers"], given) != (issuer != ""):
                yield "the members' route does not follow JwtIssuer"
            if accepted(stack, given) != ((issuer == "") == (audience == "")):
                yield f"JwtIssuer={issuer} with JwtAudience={audience} is {'accepted' if accepted(stack, given) else 'refused'}"


def accepted(stack, given):
    """Whether CloudFormation takes these values of parameters together."""
    rules = [it for it in stack.template["Rules"].values() if holds(it["RuleCondition"], given)]
    return all(holds(assertion["Assert"], given) for rule in rules for assertion in rule["Assertions"])


def stripe_can_deliver(_, stack):
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    limits = {"ThrottlingRateLimit": {"Ref": "WebhookThrottleRate"}, "ThrottlingBurstLimit": {"Ref": "WebhookThrottleBurst"}}
    if stage.get("RouteSettings") != {" ".join(WEBHOOK): limits}:
        yield "Stripe's deliveries have no limit of their own"
    if "Edge" in json.dumps(stack.template["Outputs"]["WebhookUrl"]):
        yield "Stripe delivers to the edge, which has a limit for each address"
    (acl,) = stack.of_type("AWS::WAFv2::WebACL").values()
    for rule in acl["Rules"]:
        scope = rule["Statement"]["RateBasedStatement"].get("ScopeDownStatement", {})
        if scope.get("NotStatement", {}).get("Statement", {}).get("ByteMatchStatement", {}).get("SearchString") != WEBHOOK[1]:
            yield "the edge counts Stripe's deliveries"


def the_sweep_is_called(_, stack):
    (rule,) = [it for it in stack.resources.values() if it["Type"] == "AWS::Events::Rule"]
    schedule, targets = rule["Properties"]["ScheduleExpression"], rule["Properties"]["Targets"]
    if schedule != "rate(5 minutes)" or [it["Arn"] for it in targets] != [{"Ref": "SweepAliaslive"}]:
        yield "nothing calls the sweep"
    for name, it in stack.resources.items():
        if name.startswith("Sweep") and it.get("Condition") != "HasLedger":
            yield f"{name} is there without a ledger"


def the_ledger_is_kept(_, stack):
    """The items and the index that shared/table/src/request.rs writes and reads, and what protects them."""
    (ledger,) = [it for it in stack.resources.values() if it["Type"] == "AWS::DynamoDB::Table"]
    table = ledger["Properties"]
    if ledger.get("Condition") != "HasLedger" or stack.template["Parameters"]["CountedOffers"]["Default"] != "false":
        yield "there is a table without offers that count"
    if (ledger.get("DeletionPolicy"), ledger.get("UpdateReplacePolicy")) != ("Retain", "Retain"):
        yield "the ledger goes with the stack"
    if not table.get("DeletionProtectionEnabled"):
        yield "the ledger is not protected from deletion"
    if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
        yield "the ledger has no backups"
    requests = (ROOT / "shared" / "table" / "src" / "request.rs").read_text()
    expiry = table.get("TimeToLiveSpecification", {})
    if not expiry.get("Enabled") or f'"{expiry["AttributeName"]}"' not in requests:
        yield "the ledger keeps what is past"
    (index,) = table["GlobalSecondaryIndexes"]
    for name in [index["IndexName"]] + [it["AttributeName"] for it in table["AttributeDefinitions"] if it["AttributeName"] != "pk"]:
        if not re.search(rf"\b{name}\b", requests):
            yield f"no request knows the index's {name}"


def the_stack_is_within_cloudformations_limits(_, stack):
    for what, (count, most) in stack.counts().items():
        if count > most:
            yield f"{count:,} {what}: CloudFormation takes {most:,}"


def the_dashboard_shows_every_function(_, stack):
    (dashboard,) = stack.of_type("AWS::CloudWatch::Dashboard").values()
    body, values = dashboard["DashboardBody"]["Fn::Sub"]
    separator, quoted = values["Names"]["Fn::Join"]
    names = [it["Fn::Sub"].strip('\\"').removeprefix("${AWS::StackName}-") for it in quoted]
    if sorted(names) != sorted(stack.functions()):
        yield f"the dashboard shows {names}"
    filled = body.replace("${Names}", separator.join(it["Fn::Sub"] for it in quoted)).replace("${Ours}", values["Ours"])
    json.loads(filled.replace("${AWS::StackName}", "s" * 40))
    for expression in re.findall(r"SEARCH\('(.*?)', '", filled):
        if len(expression.replace("${AWS::StackName}", "s" * 40)) > 1024:
            yield "a search of the dashboard is longer than CloudWatch's 1,024 characters"


def every_parameter_says_what_it_is(code, stack):
    for name, parameter in stack.template["Parameters"].items():
        if not parameter.get("Description"):
            yield f"{name} is not described"
        limits = {"AllowedPattern", "AllowedValues", "MinValue"} & set(parameter)
        if not limits or ("AllowedPattern" in parameter and "ConstraintDescription" not in parameter):
            yield f"{name} takes anything, or does not say what it takes"
    groups = stack.template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    if sorted(it for group in groups for it in group["Parameters"]) != sorted(stack.template["Parameters"]):
        yield "the groups of parameters are not those that there are"


def the_stages_are_complete(_, stack):
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    required = {name for name, it in stack.template["Parameters"].items() if "Default" not in it}
    for stage in ("dev", "prod"):
        given = dict(it.split("=", 1) for it in config[stage]["deploy"]["parameters"]["parameter_overrides"])
        for name in sorted((required - set(given)) | (set(given) - set(stack.template["Parameters"]))):
            yield f"samconfig.toml, {stage}: {name}"
        if given.get("Stage") != stage:
            yield f"samconfig.toml, {stage}: it is another stage"


RULES = [
    every_function_is_deployed_and_nothing_else,
    every_route_has_its_function,
    every_function_has_a_role_of_its_own_that_may_no_more_than_it_must,
    every_function_has_a_log_group_that_forgets,
    every_function_has_every_alarm,
    what_is_watched_is_counted,
    the_queries_ask_for_what_is_logged,
    a_function_is_set_up_as_the_code_reckons,
    a_changed_variable_makes_a_new_version,
    a_gradual_deployment_goes_back,
    strangers_are_kept_out,
    members_show_a_token_and_nobody_else_must,
    stripe_can_deliver,
    the_ledger_is_kept,
    the_sweep_is_called,
    the_stack_is_within_cloudformations_limits,
    the_dashboard_shows_every_function,
    every_parameter_says_what_it_is,
    the_stages_are_complete,
]


def expanded(template):
    return Stack(template, GradualDeployment="true")


def findings(code, template):
    stack = expanded(template)
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(code, stack)]
