//! Log events as a collector takes them: JSON objects one after the other. Pure.

use serde::Serialize;
use serde_json::value::RawValue;

use super::options::{Format, Splunk};
use crate::logs::lines::Event;

#[derive(Serialize)]
struct Envelope<'a, E> {
    event: E,
    /// Seconds since 1970, as text.
    time: String,
    host: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sourcetype: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<&'a str>,
}

#[derive(Serialize)]
struct Structured<'a, L> {
    line: L,
    source: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tag: &'a str,
}

/// Appends an event to a body.
pub(super) fn append(splunk: &Splunk, event: &Event, body: &mut Vec<u8>) {
    let (text, source, tag) = (event.text.as_str(), event.stream.as_str(), splunk.tag.as_str());
    match splunk.format {
        Format::Raw if tag.is_empty() => write(splunk, event, text, body),
        Format::Raw => write(splunk, event, format!("{tag} {text}"), body),
        Format::Json => match serde_json::from_str::<&RawValue>(text) {
            Ok(line) => write(splunk, event, Structured { line, source, tag }, body),
            Err(_) => write(splunk, event, Structured { line: text, source, tag }, body),
        },
        Format::Inline => write(splunk, event, Structured { line: text, source, tag }, body),
    }
}

fn write<E: Serialize>(splunk: &Splunk, event: &Event, content: E, body: &mut Vec<u8>) {
    let micros = event.time_micros;
    let envelope = Envelope {
        event: content,
        time: format!("{}.{:06}", micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000)),
        host: &splunk.host,
        source: splunk.source.as_deref(),
        sourcetype: splunk.sourcetype.as_deref(),
        index: splunk.index.as_deref(),
    };
    // Plain data, written into memory: can't fail.
    let _ = serde_json::to_writer(body, &envelope);
}

#[cfg(test)]
mod tests {
    use neargate_task::logfile::Stream;

    use super::super::options::tests::of;
    use super::*;

    fn check(options: &[(&str, &str)], text: &str, expected: &str) {
        let event =
            Event { time_micros: 1_500_000_000_123_456, stream: Stream::Stdout, text: text.to_owned() };
        let mut body = Vec::new();
        append(&of(options).unwrap(), &event, &mut body);
        let rest = r#","time":"1500000000.123456","host":"ip-172-31-0-5.ec2.internal""#;
        let text = String::from_utf8(body).unwrap();
        assert_eq!(text.replacen(rest, "", 1), expected);
    }

    #[test]
    fn lines_take_the_form_that_was_asked_for() {
        let tag = ("tag", "t");
        check(&[tag], "hi", r#"{"event":{"line":"hi","source":"stdout","tag":"t"}}"#);
        check(
            &[tag, ("splunk-format", "json")],
            r#"{"a":1}"#,
            r#"{"event":{"line":{"a":1},"source":"stdout","tag":"t"}}"#,
        );
        check(
            &[tag, ("splunk-format", "json")],
            "no {json",
            r#"{"event":{"line":"no {json","source":"stdout","tag":"t"}}"#,
        );
        check(&[tag, ("splunk-format", "raw")], "hi", r#"{"event":"t hi"}"#);
        check(&[("tag", ""), ("splunk-format", "raw")], "hi", r#"{"event":"hi"}"#);
        check(
            &[("tag", ""), ("splunk-source", "s"), ("splunk-sourcetype", "st"), ("splunk-index", "i")],
            "hi",
            r#"{"event":{"line":"hi","source":"stdout"},"source":"s","sourcetype":"st","index":"i"}"#,
        );
    }
}
