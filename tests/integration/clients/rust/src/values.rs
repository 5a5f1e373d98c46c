//! Values of the scenarios, which are texts, to what the driver binds and back from what it fetches.

use oracledb::{DbType, Error, OracleIntervalDS, OracleIntervalYM, OracleNumber, OracleTimestamp, Row, ToDbValue};
use serde_json::Value;
use std::str::FromStr;

pub fn type_called(name: &str) -> &'static DbType {
    match name {
        "NUMBER" => oracledb::DB_TYPE_NUMBER,
        "VARCHAR2" => oracledb::DB_TYPE_VARCHAR,
        "DATE" => oracledb::DB_TYPE_DATE,
        "TIMESTAMP" => oracledb::DB_TYPE_TIMESTAMP,
        "INTERVAL DAY TO SECOND" => oracledb::DB_TYPE_INTERVAL_DS,
        "BINARY_DOUBLE" => oracledb::DB_TYPE_BINARY_DOUBLE,
        _ => panic!("no OUT value of type {name}"),
    }
}

/// The database's name of a type.
pub fn name_of(told: &DbType) -> String {
    let name = told.name().trim_start_matches("DB_TYPE_");
    match name {
        "VARCHAR" => "VARCHAR2",
        "NVARCHAR" => "NVARCHAR2",
        "TIMESTAMP_TZ" => "TIMESTAMP WITH TIME ZONE",
        "TIMESTAMP_LTZ" => "TIMESTAMP WITH LOCAL TIME ZONE",
        "INTERVAL_DS" => "INTERVAL DAY TO SECOND",
        "INTERVAL_YM" => "INTERVAL YEAR TO MONTH",
        _ => name,
    }
    .to_owned()
}

/// The driver chooses the type by the value's: text is VARCHAR2 and times are TIMESTAMP whatever the step says.
pub fn native(type_name: &str, text: Option<&str>) -> Box<dyn ToDbValue> {
    match type_name {
        "NUMBER" => boxed(text, |text| OracleNumber::from_str(text).expect("a number")),
        "RAW" => boxed(text, bytes_of),
        "BOOLEAN" => boxed(text, |text| text == "true"),
        "BINARY_FLOAT" => boxed(text, |text| f32::from_str(text).expect("a number")),
        "BINARY_DOUBLE" => boxed(text, |text| f64::from_str(text).expect("a number")),
        // The driver has no NULL of an interval type.
        "INTERVAL DAY TO SECOND" => Box::new(day_to_second(text.expect("an interval"))),
        "INTERVAL YEAR TO MONTH" => Box::new(year_to_month(text.expect("an interval"))),
        "DATE" | "TIMESTAMP" => boxed(text, |text| time_of(text, false)),
        "TIMESTAMP WITH TIME ZONE" | "TIMESTAMP WITH LOCAL TIME ZONE" => boxed(text, |text| time_of(text, true)),
        _ => boxed(text, str::to_owned),
    }
}

fn boxed<T: ToDbValue + Default + 'static>(text: Option<&str>, parse: impl Fn(&str) -> T) -> Box<dyn ToDbValue> {
    Box::new(text.map(parse))
}

fn bytes_of(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal")).collect()
}

/// The numbers of a text, with the part behind a point as nanoseconds.
fn fields(text: &str) -> Vec<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut out: Vec<i64> =
        whole.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect();
    out.push(format!("{fraction:0<9}").parse().unwrap());
    out
}

fn time_of(text: &str, utc: bool) -> OracleTimestamp {
    let f = fields(text);
    let make = if utc { OracleTimestamp::new_utc_timestamp } else { OracleTimestamp::new_timestamp };
    make(f[0] as i16, f[1] as u8, f[2] as u8, f[3] as u8, f[4] as u8, f[5] as u8, f[6] as u32)
}

fn sign_of(text: &str) -> i64 {
    if text.starts_with('-') {
        -1
    } else {
        1
    }
}

fn day_to_second(text: &str) -> OracleIntervalDS {
    let sign = sign_of(text);
    let f: Vec<i64> = fields(text).into_iter().map(|field| sign * field).collect();
    OracleIntervalDS::new(f[0] as i32, f[1] as i8, f[2] as i8, f[3] as i8, f[4] as i32)
}

fn year_to_month(text: &str) -> OracleIntervalYM {
    let sign = sign_of(text);
    let f = fields(text);
    OracleIntervalYM::new((sign * f[0]) as i32, (sign * f[1]) as i8)
}

/// What is called `index` in a row, as the scenarios write it.
pub fn shown(row: &Row, index: usize, type_name: &str) -> Result<Value, Error> {
    let text = match type_name {
        "NUMBER" => row.get::<Option<OracleNumber>>(index)?.map(|value| value.to_string()),
        "RAW" => row.get::<Option<Vec<u8>>>(index)?.map(|value| value.iter().map(|byte| format!("{byte:02X}")).collect()),
        "BOOLEAN" => row.get::<Option<bool>>(index)?.map(|value| value.to_string()),
        "BINARY_FLOAT" => row.get::<Option<f32>>(index)?.map(|value| value.to_string()),
        "BINARY_DOUBLE" => row.get::<Option<f64>>(index)?.map(|value| value.to_string()),
        "INTERVAL DAY TO SECOND" => row.get::<Option<OracleIntervalDS>>(index)?.map(shown_day_to_second),
        "INTERVAL YEAR TO MONTH" => row.get::<Option<OracleIntervalYM>>(index)?.map(shown_year_to_month),
        name if name == "DATE" || name.starts_with("TIMESTAMP") => {
            let zoned = name == "TIMESTAMP WITH TIME ZONE";
            row.get::<Option<OracleTimestamp>>(index)?.map(|value| shown_time(value, zoned))
        }
        _ => row.get::<Option<String>>(index)?,
    };
    Ok(text.map_or(Value::Null, Value::String))
}

fn without_empty_fraction(text: &str) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn shown_time(value: OracleTimestamp, zoned: bool) -> String {
    let text = value.to_string();
    without_empty_fraction(text.trim_end_matches('Z')) + if zoned { "Z" } else { "" }
}

fn shown_day_to_second(value: OracleIntervalDS) -> String {
    let (days, hours, minutes, seconds) = (value.days(), value.hours(), value.minutes(), value.seconds());
    let minus = days < 0 || hours < 0 || minutes < 0 || seconds < 0 || value.nanoseconds() < 0;
    let text = format!(
        "{}{} {:02}:{:02}:{:02}.{:09}",
        if minus { "-" } else { "" },
        days.abs(),
        hours.abs(),
        minutes.abs(),
        seconds.abs(),
        value.nanoseconds().abs()
    );
    without_empty_fraction(&text)
}

fn shown_year_to_month(value: OracleIntervalYM) -> String {
    let minus = value.years() < 0 || value.months() < 0;
    format!("{}{}-{:02}", if minus { "-" } else { "" }, value.years().abs(), value.months().abs())
}
