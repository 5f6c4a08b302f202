//! The API's description (OpenAPI 3.1), written from the table of routes; the shapes of answers stand in `schemas.json`.

use serde_json::{json, Map, Value};

use crate::api::LONGEST_TEXT;
use crate::ask::{Kind, Param, LONGEST_VALUE, MOST_ROWS, ROWS};
use crate::reply::JSON;
use crate::routes::{Route, Work, ROUTES};

const SCHEMAS: &str = include_str!("../schemas.json");

/// Problems that any route may answer with.
const PROBLEMS: [(&str, &str); 8] = [
    ("400", "A parameter is wrong, or not one of this address"),
    ("401", "A token is needed"),
    ("403", "Asked by a name that is not this server's, by a page of another site, or with a token that may not"),
    ("405", "Another method is needed"),
    ("414", "The address is too long"),
    ("429", "This client asks more than its share; Retry-After says when to ask again"),
    ("500", "The program broke down over this request"),
    ("503", "The ledger cannot be used now, or too many ask"),
];
/// Problems of what comes with a body.
const OF_BODIES: [(&str, &str); 3] = [
    ("408", "The body did not come whole in time"),
    ("413", "The body is too long"),
    ("415", "The body came in another form"),
];

pub(crate) fn description() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method().to_lowercase()] = operation(route);
    }
    let event = "Word that the ledger has changed (event: changed), and alerts that were raised (event: alert), as long as one listens; last-event-id tells what was missed";
    for (path, about, content) in [
        ("/healthz", "Whether the program runs", json!({"text/plain": {}})),
        ("/readyz", "Whether the ledger can be read", json!({"text/plain": {}})),
        ("/metrics", "What has been answered, for Prometheus", json!({"text/plain": {}})),
        ("/api/v1/changes", event, json!({"text/event-stream": {}})),
        ("/api/v1/client", "Who asks, and what they may do", json!({JSON: {"schema": schema("Client")}})),
        (
            "/api/v1/webhooks",
            "How those stand who are told of alerts; for tokens that may administer",
            json!({JSON: {"schema": schema("WebhookPage")}}),
        ),
        ("/alerts.atom", "Alerts that were raised, as an Atom feed", json!({"application/atom+xml": {}})),
        ("/openapi.json", "This description", json!({JSON: {}})),
    ] {
        let mut answers = Map::new();
        answers.insert("200".into(), json!({"description": about, "content": content}));
        answers.extend(problems(&PROBLEMS));
        paths.insert(path.into(), json!({"get": {"summary": about, "responses": answers}}));
    }
    let schemas: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Attaché",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What reports say happened, and who says so. An event is never a fact but somebody's claim.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    })
}

fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = route.params.iter().map(parameter).collect();
    let mut known = PROBLEMS.to_vec();
    if route.path.ends_with("{id}") {
        known.push(("404", "Nothing has this id"));
        parameters
            .push(json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}));
    }
    let content = json!({JSON: {"schema": schema(route.schema)}});
    let mut operation = json!({"summary": route.about, "operationId": operation_id(route), "parameters": parameters});
    let about = format!("at most {LONGEST_TEXT} bytes");
    let mut status = "200";
    let mut answers = Map::new();
    match route.work {
        Work::Ledger(_) => {
            answers.insert("304".into(), json!({"description": "As it was: the ETag that was sent still holds"}));
        }
        Work::Read => {
            operation["requestBody"] = json!({"required": true, "description": about, "content": {
                JSON: {"schema": schema("Pasted")},
                "text/plain": {"schema": {"type": "string"}},
            }});
            known.extend(OF_BODIES);
        }
        Work::Change { method, .. } => {
            if method == "POST" {
                status = "201";
                let sent = json!({JSON: {"schema": schema("DecisionSent")}});
                operation["requestBody"] = json!({"required": true, "description": about, "content": sent});
            }
            known.extend(OF_BODIES);
        }
    }
    answers.insert(status.into(), json!({"description": route.about, "content": content}));
    answers.extend(problems(&known));
    operation["responses"] = Value::Object(answers);
    operation
}

fn problems(known: &[(&str, &str)]) -> Map<String, Value> {
    let schema = json!({"application/problem+json": {"schema": schema("Problem")}});
    known
        .iter()
        .map(|(status, about)| ((*status).to_owned(), json!({"description": about, "content": schema})))
        .collect()
}

fn operation_id(route: &Route) -> String {
    let name = route.path.trim_start_matches("/api/v1/").replace("/{id}", "-one");
    format!("{}-{name}", route.method().to_lowercase())
}

fn parameter(param: &Param) -> Value {
    let schema = match param.kind {
        Kind::Text | Kind::List | Kind::Cursor => json!({"type": "string", "maxLength": LONGEST_VALUE}),
        Kind::Day => json!({"type": "string", "format": "date"}),
        Kind::Number => json!({"type": "integer", "format": "int64"}),
        Kind::Limit => json!({"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}),
        Kind::Choice(words) => json!({"type": "string", "enum": words}),
    };
    json!({"name": param.name, "in": "query", "description": param.about, "required": param.required, "schema": schema})
}
