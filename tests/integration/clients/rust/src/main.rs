//! Runs the interop scenarios through Oracle's driver for Rust and prints what happened, one JSON object a line.
//!
//! What is right is not known here: tools/interop.py compares. The forms of values are described in
//! tests/integration/scenarios/README.md.

mod values;

use oracledb::{BindParameters, Connection, Error, ErrorKind, ToDbValue};
use serde_json::{json, Value};
use std::collections::HashMap;
use std::io::BufRead;
use std::time::{Duration, Instant};

struct Runner {
    target: Value,
    sessions: HashMap<String, Connection>,
}

fn text<'a>(step: &'a Value, key: &str) -> &'a str {
    step[key].as_str().unwrap_or("")
}

fn items<'a>(step: &'a Value, key: &str) -> &'a [Value] {
    step[key].as_array().map_or(&[], Vec::as_slice)
}

fn failure(error: &Error) -> Value {
    let facts = match error.kind() {
        ErrorKind::DbError(told) => json!({"code": told.code(), "offset": told.offset(), "text": error.to_string()}),
        ErrorKind::CallTimeoutExceeded => json!({"timeout": true}),
        ErrorKind::InvalidServiceName(..) => json!({"code": 12514}),
        ErrorKind::InvalidSid(..) => json!({"code": 12505}),
        _ => json!({"code": null, "text": error.to_string()}),
    };
    json!({ "error": facts })
}

fn bind_of(bind: &Value) -> Box<dyn ToDbValue> {
    if bind["out"].is_null() {
        return values::native(text(bind, "type"), bind["value"].as_str());
    }
    if bind["value"].is_null() {
        return Box::new(values::type_called(text(bind, "out")));
    }
    values::native(text(bind, "out"), bind["value"].as_str())
}

fn rows(connection: &Connection, step: &Value, binds: &[Box<dyn ToDbValue>]) -> Result<Value, Error> {
    let mut builder = connection.statement(text(step, "sql"))?;
    builder = builder.fetch_array_size(step["fetch_size"].as_u64().unwrap_or(100) as u32);
    if let Some(count) = step["prefetch"].as_u64() {
        builder = builder.prefetch_rows(count as u32);
    }
    let statement = builder.build()?;
    let given: Vec<&dyn ToDbValue> = binds.iter().map(AsRef::as_ref).collect();
    let cursor = match names(step) {
        Some(names) => statement.query_named(&names.into_iter().zip(given).collect::<Vec<_>>())?,
        None => statement.query(&given)?,
    };
    let names: Vec<String> = cursor.columns().iter().map(|column| column.name().to_owned()).collect();
    let types: Vec<String> = cursor.columns().iter().map(|column| values::name_of(column.db_type())).collect();
    let mut all = Vec::new();
    for row in cursor {
        let row = row?;
        let shown: Result<Vec<Value>, Error> =
            types.iter().enumerate().map(|(at, name)| values::shown(&row, at, name)).collect();
        all.push(shown?);
    }
    Ok(json!({"names": names, "types": types, "rows": all}))
}

fn names(step: &Value) -> Option<Vec<&str>> {
    let binds = items(step, "binds");
    let named = binds.first().is_some_and(|bind| !bind["name"].is_null());
    named.then(|| binds.iter().map(|bind| text(bind, "name")).collect())
}

fn is_query(sql: &str) -> bool {
    let word: String = sql.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    word.eq_ignore_ascii_case("select") || word.eq_ignore_ascii_case("with")
}

fn execute(connection: &Connection, step: &Value) -> Result<Value, Error> {
    let sql = text(step, "sql");
    let binds: Vec<Box<dyn ToDbValue>> = items(step, "binds").iter().map(bind_of).collect();
    if is_query(sql) {
        return rows(connection, step, &binds);
    }
    let given: Vec<&dyn ToDbValue> = binds.iter().map(AsRef::as_ref).collect();
    let mut done = match names(step) {
        Some(names) => connection.execute_named(sql, &names.into_iter().zip(given).collect::<Vec<_>>())?,
        None => connection.execute(sql, &given)?,
    };
    let mut result = json!({"count": done.rows_affected()});
    let outputs: Vec<&Value> = items(step, "binds").iter().filter(|bind| !bind["out"].is_null()).collect();
    if !outputs.is_empty() {
        let row = done.out_bind_data();
        let shown: Result<Vec<Value>, Error> =
            outputs.iter().enumerate().map(|(at, bind)| values::shown(&row, at, text(bind, "out"))).collect();
        result["out"] = json!(shown?);
    }
    Ok(result)
}

fn execute_many(connection: &Connection, step: &Value) -> Result<Value, Error> {
    let types: Vec<&str> = items(step, "many_types").iter().filter_map(Value::as_str).collect();
    let owned: Vec<Vec<Box<dyn ToDbValue>>> = items(step, "many")
        .iter()
        .map(|row| {
            let cells = row.as_array().map_or(&[][..], Vec::as_slice);
            types.iter().zip(cells).map(|(name, cell)| values::native(name, cell.as_str())).collect()
        })
        .collect();
    let borrowed: Vec<Vec<&dyn ToDbValue>> = owned.iter().map(|row| row.iter().map(AsRef::as_ref).collect()).collect();
    let rows: Vec<&[&dyn ToDbValue]> = borrowed.iter().map(Vec::as_slice).collect();
    let done = connection.execute_batch(text(step, "sql"), BindParameters::Slice(&rows))?;
    Ok(json!({"count": done.rows_affected()}))
}

fn timed(connection: &Connection, step: &Value, limit: u64) -> Result<Value, Error> {
    connection.set_call_timeout(Some(Duration::from_millis(limit)))?;
    let result = execute(connection, step);
    connection.set_call_timeout(None)?;
    result
}

impl Runner {
    fn connect(&mut self, name: &str, settings: &Value) -> Result<Value, Error> {
        let mut given = self.target.clone();
        for (key, value) in settings.as_object().into_iter().flatten() {
            given[key] = value.clone();
        }
        let field = if given["sid"].is_null() {
            format!("(SERVICE_NAME={})", text(&given, "service"))
        } else {
            format!("(SID={})", text(&given, "sid"))
        };
        let descriptor = format!(
            "(DESCRIPTION={}(ADDRESS=(PROTOCOL={})(HOST={})(PORT={}))(CONNECT_DATA={field}){})",
            text(&given, "options"),
            text(&given, "protocol"),
            text(&given, "host"),
            given["port"],
            text(&given, "security")
        );
        let config = oracledb::Config::default()
            .set_credentials(text(&given, "user"), text(&given, "password"))
            .set_connect_string(&descriptor)?;
        let connection = oracledb::connect(config)?;
        let version = connection.version()?.to_string();
        self.sessions.insert(name.to_owned(), connection);
        Ok(json!({ "version": version }))
    }

    fn manage(&mut self, name: &str, what: &str) -> Result<Value, Error> {
        if what == "close" {
            if let Some(mut connection) = self.sessions.remove(name) {
                connection.close()?;
            }
            return Ok(json!({}));
        }
        let connection = &self.sessions[name];
        match what {
            "commit" => connection.commit()?,
            "rollback" => connection.rollback()?,
            "ping" => connection.ping()?,
            _ => panic!("nothing is called {what}"),
        }
        Ok(json!({}))
    }

    fn act(&mut self, step: &Value) -> Result<Value, Error> {
        let name = step["session"].as_str().unwrap_or("main");
        if !step["connect"].is_null() {
            return self.connect(name, &step["connect"]);
        }
        if !step["do"].is_null() {
            return self.manage(name, text(step, "do"));
        }
        let connection = &self.sessions[name];
        if let [module, action] = items(step, "describe_session") {
            connection.set_module(module.as_str().unwrap_or(""))?;
            connection.set_action(action.as_str().unwrap_or(""))?;
            connection.set_client_identifier(module.as_str().unwrap_or(""))?;
            return Ok(json!({}));
        }
        if !step["many"].is_null() {
            return execute_many(connection, step);
        }
        match step["call_timeout_ms"].as_u64() {
            Some(limit) => timed(connection, step, limit),
            None => execute(connection, step),
        }
    }
}

fn main() {
    let target = std::env::var("INTEROP_TARGET").expect("INTEROP_TARGET is not set");
    let target = serde_json::from_str(&target).expect("INTEROP_TARGET is JSON");
    let mut runner = Runner { target, sessions: HashMap::new() };
    println!("{}", json!({"client": "rust-oracledb", "version": env!("ORACLEDB_VERSION")}));
    for line in std::io::stdin().lock().lines() {
        let step: Value = serde_json::from_str(&line.expect("a line")).expect("a step");
        let started = Instant::now();
        let mut result = runner.act(&step).unwrap_or_else(|error| failure(&error));
        result["ms"] = json!(started.elapsed().as_millis() as u64);
        println!("{result}");
    }
}
