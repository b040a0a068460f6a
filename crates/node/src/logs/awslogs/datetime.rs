//! `awslogs-datetime-format`: what marks the first line of an event, written as for `strftime`.

/// The regular expression that a date and time in this format matches. What isn't a directive stands for itself, as a regular
/// expression: the documentation's own example escapes its brackets. Unknown directives stand for nothing.
pub(super) fn pattern(format: &str) -> String {
    let mut pattern = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        pattern.push_str(before);
        let mut directive = after.chars();
        if let Some(letter) = directive.next() {
            pattern.push_str(expression(letter));
        }
        rest = directive.as_str();
    }
    pattern + rest
}

fn expression(directive: char) -> &'static str {
    match directive {
        'a' => "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
        'A' => "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
        'w' => "[0-6]",
        'd' => "(?:0[1-9]|[12][0-9]|3[01])",
        'b' => "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
        'B' => "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
        'm' => "(?:0[1-9]|1[0-2])",
        'Y' => r"\d{4}",
        'y' => r"\d{2}",
        'H' => "(?:[01][0-9]|2[0-3])",
        'I' => "(?:0[0-9]|1[0-2])",
        'p' => "[AP]M",
        'M' | 'S' => "[0-5][0-9]",
        'f' => r"\d{6}",
        'z' => r"[+-]\d{4}",
        'Z' => "[A-Z]{1,4}T",
        'j' => "(?:[0-2][0-9]{2}|3[0-5][0-9]|36[0-6])",
        'L' => r"\.\d{3}",
        '%' => "%",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use regex::bytes::Regex;

    use super::*;

    #[test]
    fn formats_find_their_dates() {
        for (format, matching, other) in [
            ("%Y-%m-%d %H:%M:%S", "at 2026-11-23 23:59:00 it began", "2026-13-23 23:59:00"),
            (r"\[%b %d, %Y %H:%M:%S\]", "[Nov 03, 2026 00:00:00] x", "Nov 03, 2026 00:00:00 x"),
            ("%A %B %j %y", "Monday May 366 26", "Monday May 367 26"),
            ("%a %w %I:%M %p", "Mon 0 12:00 PM", "Mon 7 12:00 PM"),
            ("%H%L %f %z %Z", "10.123 123456 -0500 EST", "10.123 12345 -0500 EST"),
            ("100%%", "100%", "100"),
        ] {
            let regex = Regex::new(&pattern(format)).unwrap();
            assert!(regex.is_match(matching.as_bytes()), "{format} should match {matching}");
            assert!(!regex.is_match(other.as_bytes()), "{format} shouldn't match {other}");
        }
    }
}
