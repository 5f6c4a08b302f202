//! The API's description (OpenAPI 3.1), written from the table of routes; the shapes of answers stand in `schemas.json`.

use serde_json::{json, Map, Value};

use crate::ask::{Kind, Param, LONGEST_VALUE, MOST_ROWS, ROWS};
use crate::routes::{Route, Work, LONGEST_TEXT, ROUTES};

const SCHEMAS: &str = include_str!("../schemas.json");

/// Problems that any route may answer with.
const PROBLEMS: [(&str, &str); 6] = [
    ("400", "A parameter is wrong, or not one of this address"),
    ("401", "A token is needed"),
    ("403", "Asked by a name that is not this server's, or by a page of another site"),
    ("405", "Another method is needed"),
    ("414", "The address is too long"),
    ("503", "The ledger cannot be read now, or too many ask"),
];

pub(crate) fn description() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let operation = json!({ route.method().to_lowercase(): operation(route) });
        paths.insert(route.path.to_owned(), operation);
    }
    for (path, about, kind) in [
        ("/healthz", "Whether the program runs", "text/plain"),
        ("/readyz", "Whether the ledger can be read", "text/plain"),
        ("/metrics", "What has been answered, for Prometheus", "text/plain"),
        (
            "/api/v1/changes",
            "Word that the ledger has changed (event: changed), as long as one listens",
            "text/event-stream",
        ),
        ("/openapi.json", "This description", "application/json"),
    ] {
        let mut answers = Map::new();
        answers.insert("200".into(), json!({"description": about, "content": {kind: {}}}));
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

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = route.params.iter().map(parameter).collect();
    let mut known = PROBLEMS.to_vec();
    if route.path.ends_with("{id}") {
        known.push(("404", "Nothing has this id"));
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}));
    }
    let schema = json!({"$ref": format!("#/components/schemas/{}", route.schema)});
    let mut answers = Map::new();
    answers
        .insert("200".into(), json!({"description": route.about, "content": {"application/json": {"schema": schema}}}));
    let mut operation = json!({"summary": route.about, "operationId": operation_id(route), "parameters": parameters});
    match route.work {
        Work::Ledger(_) => {
            answers.insert("304".into(), json!({"description": "As it was: the ETag that was sent still holds"}));
        }
        Work::Read => {
            let about = format!("at most {LONGEST_TEXT} bytes");
            operation["requestBody"] = json!({"required": true, "description": about, "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Pasted"}},
                "text/plain": {"schema": {"type": "string"}},
            }});
            known.extend([
                ("408", "The text did not come whole in time"),
                ("413", "The text is too long"),
                ("415", "The text came in another form"),
                ("500", "The program broke down over this text"),
            ]);
        }
    }
    answers.extend(problems(&known));
    operation["responses"] = Value::Object(answers);
    operation
}

fn problems(known: &[(&str, &str)]) -> Map<String, Value> {
    let schema = json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
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
